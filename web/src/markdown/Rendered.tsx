import { Typography } from '@mantine/core'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'

/** The part with the parser: loaded with the first text. react-markdown makes elements, never HTML of the text. */
export default function Rendered({ text }: { text: string }) {
  return (
    <Typography>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        components={{
          // An image of another host would tell it who reads this; the content policy forbids it as well.
          img: ({ src, alt }) =>
            typeof src === 'string' && src.startsWith('data:image/') ? (
              <img src={src} alt={alt ?? ''} />
            ) : (
              <em>{alt ?? src}</em>
            ),
          // The page has its heading already: those of a text are below it.
          h1: ({ children }) => <h2>{children}</h2>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
          h4: ({ children }) => <h5>{children}</h5>,
          h5: ({ children }) => <h6>{children}</h6>,
          a: ({ href, children }) => (
            <a href={href} rel="noopener noreferrer nofollow">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </ReactMarkdown>
    </Typography>
  )
}
