import { expect, test } from 'vitest'
import { commitAddress, repoAddress } from './repo'

test('remotes that have a page are linked, others aren’t', () => {
  expect(repoAddress('https://example.org/a/b.git')).toBe('https://example.org/a/b')
  expect(repoAddress('git@example.org:a/b.git')).toBe('https://example.org/a/b')
  expect(repoAddress('ssh://git@example.org/a/b')).toBe('https://example.org/a/b')
  expect(repoAddress('https://user:secret@example.org/a/b')).toBe('https://example.org/a/b')
  for (const bad of ['javascript:alert(1)', '/srv/git/b', 'file:///etc', '', undefined, 'data:text/html,x'])
    expect(repoAddress(bad), bad).toBeUndefined()
})

test('commits are below them', () => {
  expect(commitAddress('https://example.org/a/b', 'deadbeef')).toBe('https://example.org/a/b/commit/deadbeef')
  expect(commitAddress('https://example.org/a/b', '../../x')).toBeUndefined()
})
