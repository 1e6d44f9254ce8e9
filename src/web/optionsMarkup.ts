import Handlebars from 'handlebars'
import type { Option } from './pageModel.ts'

/** Lists that were written before. A list of all countries is long, and the same for everybody. */
const known = new WeakMap<object, string>()

/**
 * The `<option>`s of a list of choices, every value and label escaped; `chosen` is the value of the one
 * that is selected, if any. Throws where the list is none.
 */
export function optionsMarkup(list: unknown, chosen: unknown): string {
  if (!Array.isArray(list)) throw new TypeError('A list of options was wanted')
  const markup = known.get(list) ?? list.map(optionMarkup).join('')
  known.set(list, markup)
  if (typeof chosen !== 'string' || chosen === '') return markup
  const before = `value="${Handlebars.escapeExpression(chosen)}"`
  const at = markup.indexOf(before)
  if (at < 0) return markup
  const after = at + before.length
  return `${markup.slice(0, after)} selected${markup.slice(after)}`
}

function optionMarkup(option: unknown): string {
  if (!isOption(option)) throw new TypeError('An option has a value and a label')
  const { escapeExpression } = Handlebars
  return `<option value="${escapeExpression(option.value)}">${escapeExpression(option.label)}</option>`
}

function isOption(value: unknown): value is Option {
  return (
    typeof value === 'object' &&
    value !== null &&
    'value' in value &&
    typeof value.value === 'string' &&
    'label' in value &&
    typeof value.label === 'string'
  )
}
