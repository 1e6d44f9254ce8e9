/** What machines, cats and attackers type into a field; as it goes over the wire, encoded. */
export const hostileTexts: Record<string, string> = {
  'nothing at all': '',
  spaces: '   ',
  'ten kilobytes': 'a'.repeat(10_000),
  NUL: 'a\u0000b',
  'control characters': 'a\u0007\u001b[31mb\u0085',
  'a line break and a header': 'a\r\nBcc: victim@example.org\r\n\r\nhello',
  emoji: '👩🏽‍💻🏳️‍🌈',
  'right to left': '\u202Eabc\u202C مريم',
  zalgo: `Z${'\u0301\u0332\u0489'.repeat(40)}`,
  SQL: "'; drop table drafts; --",
  HTML: '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  Handlebars: '{{constructor.constructor "return process"}}{{{@root}}}',
  i18next: '$t(web:title) {{name}} __proto__',
  'a path': '../../../etc/passwd%00.png',
  'a number out of bounds': '1e309',
  'another field of ours': '_csrf',
}

/** Bodies that no form makes, for a field `name`; `rest` holds the others and the token. */
export const hostileShapes: Record<string, (name: string, rest: string) => string> = {
  missing: (_name, rest) => rest,
  repeated: (name, rest) => `${name}=a&${name}=b&${rest}`,
  'an array': (name, rest) => `${name}[]=a&${name}[]=b&${rest}`,
  'an object': (name, rest) => `${name}[b]=a&${name}[toString]=1&${rest}`,
  'the prototype': (name, rest) => `__proto__[${name}]=a&constructor[prototype][${name}]=b&${rest}`,
  'the prototype itself': (_name, rest) => `__proto__=a&constructor=b&hasOwnProperty=c&${rest}`,
  'invalid UTF-8': (name, rest) => `${name}=%ff%fe%c3%28&${rest}`,
  'a lone surrogate': (name, rest) => `${name}=%ed%a0%80&${rest}`,
  'a percent sign alone': (name, rest) => `${name}=%&${name}2=%zz&${rest}`,
}
