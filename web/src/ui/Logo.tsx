import { Group, Text } from '@mantine/core'
import { address } from '../api/address'

export function Logo() {
  return (
    <Group gap={8} wrap="nowrap">
      <img src={address('favicon.svg')} alt="" width={22} height={22} />
      <Text fw={700}>runledger</Text>
    </Group>
  )
}
