import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { filesQuery } from '../../../api/run'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { Empty } from '../../../ui/Empty'
import { text, useParam } from '../../../url/params'
import { FileBrowser } from './FileBrowser'

const fileParam = text()

/** All files of a run. */
export default function Files({ run }: { run: string }) {
  const scope = useScope()
  const pages = useInfiniteQuery(filesQuery(scope, run))
  const files = useMemo(() => pages.data?.pages.flatMap((p) => p.files ?? []) ?? [], [pages.data])
  const [shown, setShown] = useParam('file', fileParam)
  return (
    <Answer of={pages} what="Listing the files">
      {() =>
        files.length === 0 ? (
          <Empty title="No files">What a trainer saves with its run, such as wandb.save(…), is listed here.</Empty>
        ) : (
          <FileBrowser
            run={run}
            files={files}
            more={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
            shown={shown}
            onShow={setShown}
          />
        )
      }
    </Answer>
  )
}
