/** Why a document's number was not taken. */
export type NumberRefusal =
  | 'number-missing'
  | 'too-short'
  | 'too-long'
  | 'characters'
  | 'cedula-length'
  | 'cedula-province'
  | 'cedula-check-digit'
  | 'looks-like-ruc'

/** Something worth asking the person about, without refusing the number. */
export type NumberWarning = 'third-digit' | 'long-passport'

/** A number in its one normal form, or why it is none. */
export type ParsedNumber =
  | { ok: true; number: string; warnings: NumberWarning[] }
  | { ok: false; reason: NumberRefusal }
