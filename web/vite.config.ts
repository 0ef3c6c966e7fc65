import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compressed } from './scripts/compressed.ts'

// Where `npm run dev` finds the server.
const server = process.env.RUNLEDGER_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '', // relative: the server says in <base> where the page lies
  plugins: [react(), compressed()],
  build: { outDir: 'dist', target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 600 },
  server: { proxy: { '/api': server, '/login': server, '/docs': server, '/share': server } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          environment: 'happy-dom',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          sequence: { groupOrder: 1 },
          environment: 'node',
          include: ['browser/**/*.test.ts'],
          globalSetup: ['browser/rig/global.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          retry: process.env.CI ? 1 : 0, // a shared machine may stall for seconds; who works on it sees each failure
          fileParallelism: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench',
          sequence: { groupOrder: 2 },
          environment: 'node',
          include: ['bench/**/*.test.ts'],
          globalSetup: ['browser/rig/global.ts'],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
