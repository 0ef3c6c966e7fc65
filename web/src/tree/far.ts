import type { UseQueryOptions } from '@tanstack/react-query'
import { Entries, Exact, type Json } from './json'

/** A value that is kept elsewhere because of its size. */
export type Far = { sha256: string; size: number }

/** The reference to a value that was too large for its place; undefined: it's a value itself. */
export function farOf(value: Json): Far | undefined {
  if (!(value instanceof Entries) || value.get('_type') !== 'runledger-value') return undefined
  const sha256 = value.get('sha256')
  const size = value.get('size')
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  return { sha256, size: size instanceof Exact ? Number(size.text) : 0 }
}

/** How such a value is read: a query. */
export type FarQuery = (sha256: string) => UseQueryOptions<Json, Error, Json, unknown[]>
