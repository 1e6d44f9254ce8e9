/** Mail providers that many people use and whose names are long enough to be misspelt recognisably. */
export const oftenMistyped: readonly string[] = words(`
  gmail.com hotmail.com hotmail.es outlook.com outlook.es yahoo.com yahoo.es icloud.com protonmail.com
  yahoo.com.ar yahoo.com.br yahoo.com.co yahoo.com.mx yahoo.com.pe yahoo.com.ve
  hotmail.com.ar hotmail.fr hotmail.it outlook.com.br
`)

/**
 * Providers whose names are right although they look like a slip in one of the above, or like one of
 * these: nothing is suggested for them.
 */
export const rightAsTheyAre: ReadonlySet<string> = new Set([
  ...oftenMistyped,
  ...words(`
    googlemail.com mail.com email.com ymail.com rocketmail.com fastmail.com tutanota.com hushmail.com
    live.com msn.com aol.com me.com mac.com gmx.com gmx.net gmx.de gmx.es gmx.at gmx.ch web.de
    proton.me pm.me zoho.com yandex.com yandex.ru mail.ru inbox.ru bk.ru list.ru ukr.net
    qq.com 163.com 126.com sina.com foxmail.com naver.com daum.net hanmail.net
    wp.pl o2.pl onet.pl interia.pl seznam.cz
    yahoo.ca yahoo.cl yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com.cn yahoo.com.vn yahoo.de yahoo.fr
    yahoo.in yahoo.it hotmail.be hotmail.ca hotmail.cl hotmail.co hotmail.co.uk hotmail.com.br
    hotmail.com.mx hotmail.de hotmail.nl
    outlook.be outlook.cl outlook.co outlook.com.ar outlook.de outlook.fr outlook.it outlook.pt
    live.cl live.com.ar live.com.mx live.com.pt live.fr live.it
    terra.com terra.cl terra.com.br terra.com.pe uol.com.br bol.com.br ig.com.br globo.com
    cantv.net adinet.com.uy vtr.net fibertel.com.ar arnet.com.ar ciudad.com.ar speedy.com.ar
    prodigy.net.mx une.net.co etb.net.co nauta.cu infomed.sld.cu
    andinanet.net uio.satnet.net gye.satnet.net
  `),
])

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
