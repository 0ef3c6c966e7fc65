import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../../api/project'
import type { OneRun } from '../../../api/run'
import { RunColour } from '../../../runs/RunColour'
import { RunColourPicker } from '../../../runs/RunColourPicker'
import { flag, useParam } from '../../../url/params'
import { Details } from './Details'
import { Facts } from './Facts'
import classes from './Header.module.css'
import { Menu } from './Menu'
import { Name } from './Name'
import { Notes } from './Notes'
import { StateBadge } from './StateBadge'
import { StopButton } from './StopButton'
import { Tags } from './Tags'

/** What a run is: name, state, tags, notes, where it comes from; and what can be done with it. */
export function Header({ one }: { one: OneRun }) {
  const may = useMay()
  const { row } = one
  const [details, setDetails] = useParam('details', flag)
  const [picking, setPicking] = useState<HTMLElement>()
  const [writing, setWriting] = useState(false)
  return (
    <header className={classes.header}>
      <div className={classes.line}>
        <RunColour run={row} onPick={may.edit ? setPicking : undefined} />
        {picking && <RunColourPicker run={row} at={picking} onClose={() => setPicking(undefined)} />}
        <Name row={row} mayEdit={may.edit} />
        <StateBadge state={row.state} exitCode={row.exit_code} />
        <Tags row={row} mayEdit={may.edit} />
        <Group gap={6} ml="auto" wrap="nowrap">
          {may.edit && <StopButton row={row} />}
          <Menu row={row} mayEdit={may.edit} />
        </Group>
      </div>
      <Facts row={row}>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-expanded={details}
          onClick={() => setDetails(!details, { replace: true })}
        >
          {details ? 'Less' : 'More about it'}
        </Button>
        {may.edit && !row.notes && !writing && (
          <Button size="compact-xs" variant="subtle" onClick={() => setWriting(true)}>
            Add notes
          </Button>
        )}
      </Facts>
      {details && <Details row={row} />}
      <Notes row={row} mayEdit={may.edit} writing={writing} onWriting={setWriting} />
    </header>
  )
}
