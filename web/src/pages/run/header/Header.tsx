import { Button, Group } from '@mantine/core'
import { useMay } from '../../../api/project'
import type { OneRun } from '../../../api/run'
import { flag, useParam } from '../../../url/params'
import { Colour } from './Colour'
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
  return (
    <header className={classes.header}>
      <div className={classes.line}>
        <Colour row={row} mayEdit={may.edit} />
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
      </Facts>
      {details && <Details row={row} />}
      <Notes row={row} mayEdit={may.edit} />
    </header>
  )
}
