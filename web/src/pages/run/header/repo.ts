/** The page of a git remote, if it has an address for browsers. Trainers send anything: only http(s) is linked. */
export function repoAddress(remote: string | undefined): string | undefined {
  if (!remote) return undefined
  const ssh = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](?:\d+\/)?([\w./~-]+?)(?:\.git)?$/.exec(remote)
  try {
    const url = new URL(ssh ? `https://${ssh[1]}/${ssh[2]}` : remote)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
    url.username = ''
    url.password = ''
    return url.href.replace(/\.git$/, '').replace(/\/$/, '')
  } catch {
    return undefined
  }
}

/** The page of a commit, where the forges have it. */
export function commitAddress(remote: string | undefined, commit: string | undefined): string | undefined {
  const repo = repoAddress(remote)
  return repo && commit && /^[0-9a-f]{7,64}$/i.test(commit) ? `${repo}/commit/${commit}` : undefined
}
