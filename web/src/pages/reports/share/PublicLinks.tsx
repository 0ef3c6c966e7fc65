import { Alert, Button, Paper, Stack, Text } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useChange } from '../../../api/change'
import { asProblem } from '../../../api/problem'
import { revokeShare, shareReport } from '../../../api/reportChanges'
import { type Report, type Share, sharesQuery } from '../../../api/reports'
import { useNow } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { useConfirm } from '../../../ui/confirm'
import { Moment } from '../../../ui/Moment'
import { useNotifyUndo } from '../../../undo/useNotifyUndo'
import { CopyLine } from './CopyLine'
import classes from './Share.module.css'

/** Links that show the report to whoever has them: making, listing, revoking. */
export function PublicLinks({ report }: { report: Report }) {
  const shares = useQuery(sharesQuery(useNow(), report.id))
  const make = useChange(shareReport, ['reports'], { quiet: true })
  return (
    <Stack gap="xs" align="stretch">
      <Text size="sm">
        Whoever has such a link can read this report: its texts, charts, tables and images. They see no comments,
        nothing else of the project, and change nothing.
      </Text>
      {make.data?.url && (
        <Paper withBorder p="sm" role="status">
          <Text size="sm" fw={600} mb={6}>
            The link was made. It’s shown only now: copy it.
          </Text>
          <CopyLine label="New link" text={make.data.url} />
        </Paper>
      )}
      {make.error && (
        <Alert color="red" title={asProblem(make.error).detail} role="alert">
          {asProblem(make.error).hint}
        </Alert>
      )}
      <div>
        <Button
          size="compact-md"
          leftSection={<IconLink size={16} />}
          loading={make.isPending}
          onClick={() => make.mutate(report.id)}
        >
          Create a link
        </Button>
      </div>
      <Answer of={shares} height={40}>
        {(list) =>
          list.length === 0 ? (
            <Text size="sm" c="var(--rl-quiet)">
              There are no such links.
            </Text>
          ) : (
            <ul className={classes.links} aria-label="Links">
              {list.map((s) => (
                <Link key={s.id} report={report} share={s} fresh={s.id === make.data?.id} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Stack>
  )
}

function Link({ report, share, fresh }: { report: Report; share: Share; fresh: boolean }) {
  const [ask, dialog] = useConfirm()
  const notifyUndo = useNotifyUndo()
  const revoke = useChange(revokeShare, ['reports'], {
    done: (out) => notifyUndo('The link opens nothing any more.', out.action),
  })
  return (
    <li data-share={share.id}>
      <span>
        By {share.by}, <Moment at={share.created} />
        {fresh && ' · the one above'}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        style={{ flex: 'none' }}
        loading={revoke.isPending}
        onClick={() =>
          ask({
            title: 'Revoke this link?',
            text: 'Whoever has it can’t open the report with it any more.',
            action: 'Revoke link',
            danger: true,
            act: () => revoke.mutate({ report: report.id, share: share.id }),
          })
        }
      >
        Revoke
      </Button>
      {dialog}
    </li>
  )
}
