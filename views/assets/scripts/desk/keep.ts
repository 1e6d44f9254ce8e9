const place = 'turnero-visit'

type Kept = { visit: string; fields: [string, string][] }

/**
 * Keeps what is typed in the form of a visit, in this tab alone, until the server has it: a page that is
 * loaded again after a lost network has it still. It goes with the visit, with signing out, and with
 * the tab.
 */
export function keepTyped(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form#visit.visit')
  const visit = form?.querySelector<HTMLInputElement>('[name=visit]')?.value ?? ''
  const kept = read()
  if (kept && kept.visit !== visit) forgetTyped()
  page.querySelector('form[action="/personal/salir"]')?.addEventListener('submit', forgetTyped)
  if (!form || visit === '') return
  if (kept?.visit === visit) restore(form, kept.fields)
  const save = () => {
    sessionStorage.setItem(place, JSON.stringify({ visit, fields: fieldsOf(form) }))
  }
  page.addEventListener('input', save)
  page.addEventListener('change', save)
}

export function forgetTyped(): void {
  sessionStorage.removeItem(place)
}

function fieldsOf(form: HTMLFormElement): [string, string][] {
  return [...form.elements].flatMap((field): [string, string][] => {
    if (field instanceof HTMLInputElement) {
      if (field.type === 'hidden' || field.name === '') return []
      if (field.type !== 'radio' && field.type !== 'checkbox') return [[field.name, field.value]]
      return field.checked ? [[field.name, field.value]] : []
    }
    const typed = field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
    return typed && field.name !== '' ? [[field.name, field.value]] : []
  })
}

function restore(form: HTMLFormElement, fields: [string, string][]): void {
  const typed = new Map(fields)
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type !== 'hidden') {
      if (field.type === 'radio' || field.type === 'checkbox') {
        field.checked = typed.get(field.name) === field.value
      } else field.value = typed.get(field.name) ?? field.value
    }
    if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
      field.value = typed.get(field.name) ?? field.value
    }
  }
  // Parts of the form are shown by what is chosen in others.
  form.dispatchEvent(new Event('change', { bubbles: true }))
}

function read(): Kept | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null')
    return isKept(kept) ? kept : null
  } catch {
    return null
  }
}

function isKept(value: unknown): value is Kept {
  return (
    typeof value === 'object' &&
    value !== null &&
    'visit' in value &&
    typeof value.visit === 'string' &&
    'fields' in value &&
    Array.isArray(value.fields) &&
    value.fields.every((pair) => Array.isArray(pair) && pair.length === 2)
  )
}
