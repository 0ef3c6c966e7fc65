import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/**
 * Puts a .br and a .gz beside each text file of the build: the server sends those, and
 * compresses nothing itself. Browsers take Brotli over TLS and from this machine only.
 */
export function compressed(): Plugin {
  let dir = ''
  return {
    name: 'compressed',
    apply: 'build',
    configResolved(config) {
      dir = join(config.root, config.build.outDir)
    },
    closeBundle() {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (/\.(js|css|svg)$/.test(name)) {
          const text = readFileSync(join(dir, name))
          writeFileSync(join(dir, `${name}.gz`), gzipSync(text, { level: 9 }))
          writeFileSync(join(dir, `${name}.br`), brotliCompressSync(text, quality))
        }
      }
    },
  }
}
