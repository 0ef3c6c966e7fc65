import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { commentsQuery, type Report } from '../../../api/reports'
import { useScope } from '../../../api/scope'
import { Answer } from '../../../ui/Answer'
import { CommentForm } from './CommentForm'
import classes from './Comments.module.css'
import { OneComment } from './OneComment'

/** What people say about the report, the oldest first. */
export function Comments({ report }: { report: Report }) {
  const scope = useScope()
  const query = useQuery(commentsQuery(scope, report.id))
  return (
    <section className={classes.comments} aria-label="Comments">
      <Answer of={query} what="Reading the comments" height={60}>
        {(comments) => (
          <>
            <Title order={2}>
              Comments{comments.length > 0 && <span className={classes.count}> {comments.length}</span>}
            </Title>
            {comments.length === 0 && (
              <p className={classes.none}>
                {scope.asOf ? 'There were none then.' : 'None yet. Whoever may read the report can comment on it.'}
              </p>
            )}
            {comments.map((c) => (
              <OneComment key={c.id} report={report} comment={c} />
            ))}
          </>
        )}
      </Answer>
      {!scope.asOf && <CommentForm report={report} />}
    </section>
  )
}
