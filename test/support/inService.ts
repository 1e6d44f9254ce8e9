import { namedKeys, newKeySettings } from '../../src/keys/newKeys.ts'

/** The settings of an installation that serves the public, with keys of its own and nobody to take its mails. */
export function inService(settings: Record<string, string> = {}): Record<string, string> {
  return {
    PUBLIC_BASE_URL: 'https://turnos.example',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'turnos@example.org',
    ...namedKeys(newKeySettings()),
    ...settings,
  }
}
