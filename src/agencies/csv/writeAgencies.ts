import { stringify } from 'csv-stringify/sync'
import type { AgencySettings } from '../settings/agencySettings.ts'
import { agencyColumns } from '../settings/columns.ts'

/**
 * Agencies as a CSV that spreadsheets open rightly: UTF-8 with its mark, semicolons, CRLF, and nothing
 * in it that one would compute. Reading it again changes nothing.
 */
export function writeAgencies(agencies: readonly AgencySettings[]): string {
  return stringify(
    [
      agencyColumns.map(({ headings: [heading] }) => heading),
      ...agencies.map((agency) => agencyColumns.map(({ write }) => write(agency))),
    ],
    { bom: true, delimiter: ';', record_delimiter: 'windows', escape_formulas: true },
  )
}
