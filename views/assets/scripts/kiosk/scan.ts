import { QRCamera, QRCanvas } from 'qr/dom.js'
import { reachable } from './reach.ts'

/** Between two looks: often enough to seem at once, seldom enough for an old tablet. */
const lookMs = 150
const remembered = 'turnero-camera'

/**
 * Reads a QR with the device's camera and sends the form with it. Starts by itself where the camera was
 * allowed before; otherwise by the button. Without a camera it says so: the reference can be typed.
 */
export async function scanWithCamera(page: Document): Promise<void> {
  const part = page.querySelector<HTMLElement>('[data-scan]')
  const video = part?.querySelector('video')
  const form = part?.querySelector<HTMLFormElement>('[data-scan-form]')
  if (!part || !video || !form) return
  part.hidden = false
  const status = part.querySelector<HTMLElement>('[data-scan-status]')
  const button = part.querySelector<HTMLButtonElement>('[data-scan-start]')
  const other = part.querySelector<HTMLButtonElement>('[data-scan-other]')
  const say = (word: 'noCamera' | 'reading' | 'read') => {
    if (status) status.textContent = part.dataset[word] ?? ''
  }

  async function start(): Promise<void> {
    try {
      const stream = await openCamera()
      if (!video) return
      const camera = new QRCamera(video, stream)
      await video.play()
      part?.classList.add('door-scan--on')
      if (button) button.hidden = true
      say('reading')
      await offerOthers(camera)
      send(await firstText(camera))
      camera.stop()
    } catch {
      if (button) button.hidden = false
      say('noCamera')
    }
  }

  async function offerOthers(camera: QRCamera): Promise<void> {
    const devices = await camera.listDevices()
    if (!other || devices.length < 2) return
    other.hidden = false
    let place = devices.findIndex(({ deviceId }) => deviceId === localStorage.getItem(remembered))
    other.addEventListener('click', () => {
      place = (place + 1) % devices.length
      const id = devices[place]?.deviceId ?? ''
      localStorage.setItem(remembered, id)
      void camera.setDevice(id)
    })
  }

  function send(text: string): void {
    say('read')
    const field = form?.elements.namedItem('text')
    if (field instanceof HTMLInputElement) field.value = text
    void sendOnceReachable()
  }

  async function sendOnceReachable(): Promise<void> {
    if (await reachable(page)) return form?.submit()
    setTimeout(sendOnceReachable, 2000)
  }

  button?.addEventListener('click', () => void start())
  if (await wasAllowed()) await start()
}

async function openCamera(): Promise<MediaStream> {
  const deviceId = localStorage.getItem(remembered)
  // A tablet on a stand looks at the person; another camera was chosen by hand, or will do.
  const which = deviceId ? { deviceId: { ideal: deviceId } } : { facingMode: { ideal: 'user' } }
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { ...which, width: { ideal: 1280 }, height: { ideal: 960 } },
  })
}

async function wasAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'granted'
  } catch {
    return false
  }
}

/** Looks until there is a QR before the camera. */
async function firstText(camera: QRCamera): Promise<string> {
  const canvas = new QRCanvas({}, { cropToSquare: false })
  for (;;) {
    const read = await camera.readFrame(canvas)
    if (typeof read === 'string' && read !== '') return read
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}
