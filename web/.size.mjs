import { chromium } from 'playwright-core'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const c = await b.newContext({ baseURL: 'http://127.0.0.1:18080', viewport: { width: 1400, height: 900 } })
await c.request.post('/api/v1/session', { data: { name: 'admin', password: 'correct horse battery' } })
const p = await c.newPage()
const l = []
p.on('response', async r => { if (['script','stylesheet'].includes(r.request().resourceType())) l.push([+(r.headers()['content-length']||0), r.url().split('/').pop()]) })
const api = []
p.on('request', r => { if (r.url().includes('/api/')) api.push(r.method()+' '+r.url().replace(/.*\/api\/v1/,'').slice(0,110)) })
await p.goto('/admin/big/workspace'); await p.waitForTimeout(4000)
l.sort((a,b)=>b[0]-a[0]); let s=0; for (const [n,u] of l) { if (u.endsWith('.js')) s+=n; console.log(n,u) }
console.log('js total', s); console.log(api.join('\n'))
await b.close()
