import Handlebars from 'handlebars'
import type { Language } from '../language.ts'
import type { ViewHelper } from './viewHelpers.ts'

/** The helpers whose answer depends on nothing but what the template itself hands them, and the language. */
const settled = ['t', 'asset', 'icon', 'concat'] as const

/**
 * Writes into a template what it would say the same for every page of one language: a text without
 * holes, an icon, the address of a style sheet. A page calls its helpers hundreds of times, nine in ten
 * of them with nothing but words of the template, and that took longer than all the rest of it.
 *
 * `html` says whether what is written out is HTML, and is escaped then. Changes the program it is given, and answers it.
 */
export function settleView(
  program: hbs.AST.Program,
  helpers: Record<string, ViewHelper>,
  language: Language,
  html: boolean,
): hbs.AST.Program {
  new Settling(helpers, language, html).accept(program)
  return program
}

class Settling extends Handlebars.Visitor {
  /** What a method answers takes the place of the node it was given. */
  readonly mutating = true
  private readonly helpers: Record<string, ViewHelper>
  private readonly language: Language
  private readonly html: boolean

  constructor(helpers: Record<string, ViewHelper>, language: Language, html: boolean) {
    super()
    this.helpers = helpers
    this.language = language
    this.html = html
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): hbs.AST.Node {
    super.MustacheStatement(statement)
    const said = this.answerTo(statement)
    if (said === null) return statement
    const value =
      typeof said === 'string' && this.html && statement.escaped
        ? Handlebars.escapeExpression(said)
        : said.toString()
    const content: hbs.AST.ContentStatement = {
      type: 'ContentStatement',
      value,
      original: { open: false, close: false },
      loc: statement.loc,
    }
    return content
  }

  override SubExpression(expression: hbs.AST.SubExpression): hbs.AST.Node {
    super.SubExpression(expression)
    const said = this.answerTo(expression)
    if (typeof said !== 'string') return expression
    const literal: hbs.AST.StringLiteral = {
      type: 'StringLiteral',
      value: said,
      original: said,
      loc: expression.loc,
    }
    return literal
  }

  /** What a helper answers to words of the template alone; null where anything else is in play. */
  private answerTo(call: {
    path: hbs.AST.Expression | hbs.AST.PathExpression
    params: hbs.AST.Expression[]
    hash?: hbs.AST.Hash
  }): string | Handlebars.SafeString | null {
    const name = 'original' in call.path ? call.path.original : null
    const helper = settled.some((one) => one === name) ? this.helpers[String(name)] : undefined
    const pairs = call.hash?.pairs ?? []
    const given = [...call.params, ...pairs.map(({ value }) => value)]
    if (helper === undefined || !given.every(isLiteral)) return null
    const named = Object.fromEntries(pairs.map(({ key, value }) => [key, wordOf(value)]))
    const said = helper(call.params.map(wordOf), named, this.language, nothingAround)
    return typeof said === 'string' || said instanceof Handlebars.SafeString ? said : null
  }
}

const nothingAround = { instead: undefined, block: null }

type Literal = hbs.AST.StringLiteral | hbs.AST.NumberLiteral

function isLiteral(node: hbs.AST.Expression): node is Literal {
  return node.type === 'StringLiteral' || node.type === 'NumberLiteral'
}

function wordOf(node: hbs.AST.Expression): string | number | undefined {
  return isLiteral(node) ? node.value : undefined
}
