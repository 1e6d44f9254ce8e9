import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { qrMatrix, quietZone } from '../../src/turno/confirmation/qr.ts'

/** A camera for Chromium before which somebody holds a QR. */
export type FakeCamera = { flags: string[]; remove(): Promise<void> }

const width = 640
const height = 480
const side = 400
const paper = 225
const ink = 30
const wall = 120

/** Makes the film that the camera sees: a QR on paper before a grey wall. */
export async function fakeCamera(text: string): Promise<FakeCamera> {
  const folder = await mkdtemp(join(tmpdir(), 'turnero-camera-'))
  const file = join(folder, 'qr.y4m')
  const frame = [Buffer.from('FRAME\n'), pictureOf(text), Buffer.alloc((width * height) / 2, 128)]
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`)
  await writeFile(file, Buffer.concat([head, ...frame, ...frame]))
  return {
    flags: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The brightness of every point, row by row. */
function pictureOf(text: string): Buffer {
  const { size, runs } = qrMatrix(text)
  const modules = size + 2 * quietZone
  const dark = new Set(
    runs.flatMap(({ x, y, length }) =>
      Array.from({ length }, (_, n) => `${x + n + quietZone} ${y + quietZone}`),
    ),
  )
  const [left, top] = [(width - side) / 2, (height - side) / 2]
  const picture = Buffer.alloc(width * height, wall)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const [column, row] = [x, y].map((at) => Math.floor((at * modules) / side))
      picture[(top + y) * width + left + x] = dark.has(`${column} ${row}`) ? ink : paper
    }
  }
  return picture
}
