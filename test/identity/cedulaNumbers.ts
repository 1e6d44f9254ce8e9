/**
 * Made-up cédula numbers. One that passes may still belong to somebody: never look them up anywhere.
 */
export const wellFormed: readonly string[] = [
  // One for each of many provinces, third digits 0, 2, 3 and 5
  ...['0159903178', '0339909517', '0429912686', '0609919022', '0759922198', '0939928537'],
  ...['1029931704', '1209938040', '1359941216', '1539947554', '1629950724', '1809957069'],
  ...['1959960236', '2139966572', '2229969742', '2409976087'],
  // Registered abroad; third digit 6, which foreigners have; check digit 0; all digits the same
  ...['3009999172', '0969999127', '3069999583', '1759999020', '2222222222', '1719999318'],
]

/** Typed differently, the same number. */
export const spellings: readonly (readonly [typed: string, number: string])[] = [
  ['171999931-8', '1719999318'],
  ['  0919999128 ', '0919999128'],
  ['010 999 9052', '0109999052'],
  ['171.999.931-8', '1719999318'],
  ['１７１９９９９３１８', '1719999318'],
  ['١٧١٩٩٩٩٣١٨', '1719999318'],
  ['1719999318\u200b', '1719999318'],
]

/** What is wrong, by the reason a person is told. */
export const refused: readonly (readonly [typed: string, reason: string])[] = [
  ['1719999319', 'cedula-check-digit'],
  ['3009999177', 'cedula-check-digit'],
  ['1769999316', 'cedula-check-digit'],
  ['1111111111', 'cedula-check-digit'],
  ['1301823452', 'cedula-check-digit'], // two neighbours of 1308123452 swapped
  ['١٧١٩٩٩٩٣١٦', 'cedula-check-digit'],
  ['0019999317', 'cedula-province'],
  ['2519999318', 'cedula-province'],
  ['2919999314', 'cedula-province'],
  ['3119999310', 'cedula-province'],
  ['5019999316', 'cedula-province'],
  ['0000000000', 'cedula-province'],
  ['109999052', 'cedula-length'], // a spreadsheet ate the zero: ask, do not guess
  ['17199993180', 'cedula-length'],
  ['1719999318001', 'looks-like-ruc'],
  ['17I9999316', 'characters'],
  ['17O9999310', 'characters'],
  ['171999931.0', 'characters'], // a spreadsheet made it a decimal number
  ['V12345678', 'characters'],
  ['', 'number-missing'],
  [' - ', 'number-missing'],
]

/** Well-formed but for a third digit that is not usual. */
export const unusualThirdDigit: readonly string[] = ['1789999313', '1799999311', '1779999315']
