import { Kbd, Modal, Table } from '@mantine/core'
import { shown, useAllKeys } from './keys'

/** What can be done by keyboard here. */
export default function KeySheet({ close }: { close: () => void }) {
  const keys = useAllKeys()
  const once = [...new Map(keys.map((k) => [`${k.stroke} ${k.does}`, k])).values()]
  return (
    <Modal opened onClose={close} title="Keyboard" centered>
      <Table>
        <Table.Tbody>
          {once.map((k) => (
            <Table.Tr key={`${k.stroke} ${k.does}`}>
              <Table.Td w={150}>
                <Kbd>{shown(k.stroke)}</Kbd>
              </Table.Td>
              <Table.Td>{k.does}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>
              <Kbd>Tab</Kbd>
            </Table.Td>
            <Table.Td>Everything else: each button, row and panel can be reached, and Enter or Space acts</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
