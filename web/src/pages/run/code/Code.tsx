import { Code as CodeText, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { codeFilesQuery, type OneRun } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { text, useParam } from '../../../url/params'
import { FileBrowser } from '../files/FileBrowser'
import { mainScript } from './mainScript'

const fileParam = text()

/** The code that a run was made with: what was saved below code/, and what wasn't committed. */
export default function Code({ one }: { one: OneRun }) {
  const scope = useScope()
  const files = useQuery(codeFilesQuery(scope, one.row.id))
  const [shown, setShown] = useParam('file', fileParam)
  return (
    <Answer of={files} what="Listing the code">
      {(list) =>
        list.length === 0 ? (
          <Empty title="No code was saved with this run">
            <Text c="var(--rl-quiet)">
              Saving is off unless it’s asked for. Turn it on for all your runs in your settings (Save code), or for one
              with <CodeText>wandb.init(save_code=True)</CodeText>: the main script or notebook is then kept byte for
              byte, with what differs from the commit.
            </Text>
          </Empty>
        ) : (
          <FileBrowser
            run={one.row.id}
            files={list}
            shown={shown || mainScript(list, one.row.program)}
            onShow={setShown}
          />
        )
      }
    </Answer>
  )
}
