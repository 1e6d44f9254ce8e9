/** Texts that are rightly the same in Spanish and English; reviewed one by one. */
export const equalTexts: readonly string[] = [
  'admin:agencies.agendas',
  'admin:form.error',
  'admin:form.no',
  'booking:languages.en',
  'booking:languages.es',
  'live:display.say',
  'room:queue.wait',
  'room:visit.minutes',
  'turno:confirmation.pdf',
  'web:errorPrefix',
  'web:procedure.nextValue',
]
