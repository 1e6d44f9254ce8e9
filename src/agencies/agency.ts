/** A place where the public is served. Its hours are its own zone's. */
export type Agency = {
  id: string
  code: string
  name: string
  kind: 'centre' | 'mall'
  province: { code: string; name: string }
  canton: string
  address: string
  /** IANA name, `America/Guayaquil` or `Pacific/Galapagos`. */
  zone: string
  phone: string | null
  demonstration: boolean
}
