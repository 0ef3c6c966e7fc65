import { useQuery } from '@tanstack/react-query'
import { consoleTailQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { ConsoleLines } from './ConsoleLines'

/** What the trainer printed: all lines, however many; follows a trainer that runs. */
export default function Console({ run }: { run: string }) {
  const scope = useScope()
  const tail = useQuery(consoleTailQuery(scope, run))
  return (
    <Answer of={tail} what="Reading the output">
      {(t) =>
        t.total === 0 ? (
          <Empty title="No output yet">
            What the trainer prints is shown here as it comes. With the wandb SDK it’s captured by itself; over HTTP,
            lines are logged as “console”.
          </Empty>
        ) : (
          <ConsoleLines key={run} run={run} tail={t} />
        )
      }
    </Answer>
  )
}
