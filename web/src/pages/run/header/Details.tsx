import { Anchor } from '@mantine/core'
import { count } from '../../../ui/numbers'
import { absolute } from '../../../ui/times'
import { Fact } from './Facts'
import classes from './Header.module.css'
import { commitAddress, repoAddress } from './repo'
import type { HeaderRow } from './row'

/** Where a run comes from, in full. */
export function Details({ row }: { row: HeaderRow }) {
  const repo = repoAddress(row.repo)
  const commit = commitAddress(row.repo, row.commit)
  return (
    <dl className={classes.facts} aria-label="More about it">
      <Fact name="id">
        <code>{row.id}</code>
      </Fact>
      <Fact name="number">{row.number}</Fact>
      <Fact name="created">{absolute(row.created)}</Fact>
      {row.last_active && <Fact name="last heard of">{absolute(row.last_active)}</Fact>}
      {row.points !== undefined && <Fact name="points">{count(row.points)}</Fact>}
      {row.exit_code !== undefined && <Fact name="exit code">{row.exit_code}</Fact>}
      {row.program && (
        <Fact name="program">
          <code title={row.program}>{row.program}</code>
        </Fact>
      )}
      {row.command && (
        <Fact name="command">
          <code title={row.command}>{row.command}</code>
        </Fact>
      )}
      {row.commit && (
        <Fact name="commit">
          {commit ? (
            <Anchor size="sm" href={commit} target="_blank" rel="noopener noreferrer nofollow">
              <code>{row.commit}</code>
            </Anchor>
          ) : (
            <code>{row.commit}</code>
          )}
        </Fact>
      )}
      {row.repo && (
        <Fact name="repo">
          {repo ? (
            <Anchor size="sm" href={repo} target="_blank" rel="noopener noreferrer nofollow">
              {row.repo}
            </Anchor>
          ) : (
            row.repo
          )}
        </Fact>
      )}
    </dl>
  )
}
