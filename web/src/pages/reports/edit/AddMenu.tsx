import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import classes from './Edit.module.css'
import { type Kind, kinds } from './kinds'

type Props = {
  opened: boolean
  setOpened: (on: boolean) => void
  add: (kind: Kind) => void
  /** For whoever can't see where it stands: "after block 2". */
  where: string
}

/** The line between two blocks, with a button that adds one there. */
export function AddMenu({ opened, setOpened, add, where }: Props) {
  return (
    <div className={classes.between} data-opened={opened || undefined}>
      <Menu opened={opened} onChange={setOpened} position="bottom" withinPortal>
        <Menu.Target>
          <Button
            className={classes.plus}
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            aria-label={`Add a block ${where}`}
          >
            Add
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map(({ kind, name, about, Icon }) => (
            <Menu.Item key={kind} leftSection={<Icon size={18} />} onClick={() => add(kind)}>
              {name}
              <span className={classes.about}>{about}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
