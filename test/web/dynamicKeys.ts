/**
 * The beginnings of text keys whose end is only known when a page is made; every key under them
 * counts as used. The end is always one of a closed list of the code's own words.
 */
export const dynamicKeys: readonly string[] = [
  'booking:document.kindHints.',
  'booking:document.warnings.',
  'booking:errors.',
  'booking:fate.',
  'booking:kinds.',
  'booking:languages.',
  'booking:place.agencyNone.',
  'booking:place.none.',
  'booking:soFar.',
  'booking:summary.refused.',
  'booking:time.notice.',
  'booking:time.state.',
  'booking:time.stateShort.',
  'booking:time.why.',
  'papers:certificate.kinds.',
  'papers:zone.',
  'staff:errors.',
  'staff:roles.',
  'turno:errors.',
  'turno:move.notice.',
  'web:error.',
]
