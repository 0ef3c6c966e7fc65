import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/** How a value stands in the address. A value equal to `usual` isn't written. */
export type Codec<T> = { usual: T; read: (text: string) => T | undefined; write: (value: T) => string }

export const text = (usual = ''): Codec<string> => ({ usual, read: (t) => t, write: (v) => v })

export const flag: Codec<boolean> = { usual: false, read: (t) => t === '1' || t === 'true', write: () => '1' }

export const whole = (usual: number): Codec<number> => ({
  usual,
  read: (t) => (/^-?\d+$/.test(t) ? Number(t) : undefined),
  write: String,
})

export const oneOf = <T extends string>(all: readonly T[], usual: T): Codec<T> => ({
  usual,
  read: (t) => all.find((one) => one === t),
  write: (v) => v,
})

/** Words, separated by commas; commas inside are escaped. */
export const list: Codec<string[]> = {
  usual: [],
  read: (t) => (t === '' ? [] : t.split(',').map(decodeURIComponent)),
  write: (v) => v.map((one) => encodeURIComponent(one)).join(','),
}

/** Reads a parameter; what can't be read is as usual. */
export function readParam<T>(params: URLSearchParams, name: string, codec: Codec<T>): T {
  const t = params.get(name)
  if (t === null) return codec.usual
  try {
    return codec.read(t) ?? codec.usual
  } catch {
    return codec.usual
  }
}

/** Writes a parameter into a copy. */
export function writeParam<T>(params: URLSearchParams, name: string, codec: Codec<T>, value: T): URLSearchParams {
  const out = new URLSearchParams(params)
  if (JSON.stringify(value) === JSON.stringify(codec.usual)) out.delete(name)
  else out.set(name, codec.write(value))
  return out
}

/**
 * State that is in the address: reload and back keep it. By default a new value makes an
 * entry of the browser's history; `replace` is for what changes while one types.
 */
export function useParam<T>(name: string, codec: Codec<T>): [T, (value: T, options?: { replace?: boolean }) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: T, options: { replace?: boolean } = {}) =>
      setParams((now) => writeParam(now, name, codec, value), { replace: options.replace ?? false }),
    [name, codec, setParams],
  )
  return [readParam(params, name, codec), set]
}
