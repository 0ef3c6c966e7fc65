import { useQuery } from '@tanstack/react-query'
import { fileTextQuery } from '../../api/media'
import { useScope } from '../../api/scope'
import { Answer } from '../../ui/Answer'
import classes from './MediumView.module.css'

/** A logged page, in a frame that runs no scripts and reaches nothing. */
export default function HTMLFile({ run, path, name }: { run: string; path: string; name: string }) {
  const scope = useScope()
  const query = useQuery(fileTextQuery(scope, run, path))
  return (
    <Answer of={query} height={60}>
      {(text) => <iframe className={classes.page} title={name} sandbox="" srcDoc={String(text)} data-path={path} />}
    </Answer>
  )
}
