import { chromium } from 'playwright-core'

const [url, out, w = 1400, h = 900, scheme = 'light', wait = '2500'] = process.argv.slice(2)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const c = await b.newContext({
  baseURL: 'http://127.0.0.1:18080',
  viewport: { width: +w, height: +h },
  colorScheme: scheme,
})
await c.request.post('/api/v1/session', { data: { name: 'admin', password: 'correct horse battery' } })
const p = await c.newPage()
p.on('console', (m) => m.type() === 'error' && console.log('console:', m.text()))
p.on('pageerror', (e) => console.log('pageerror', e.stack))
await p.goto(url)
await p.waitForTimeout(+wait)
await p.screenshot({ path: out })
await b.close()
