// Package wandb speaks the wire protocol of the unmodified wandb SDK on top of ingest
// and the catalog: a GraphQL endpoint, file_stream for what a run logs, and signed
// addresses for files.
//
// The way of a request: server.go (routes) → auth.go → graphql.go or stream.go. The
// schema is schema.graphql; what clients may ask but isn't served yet is in
// later.graphql and gets a clear error. Each resolver file is one noun.
//
// To serve another operation: move its field from later.graphql to schema.graphql, and
// give the noun's resolver a method of that name. The program doesn't start while
// schema and resolvers differ. To read another file of file_stream: a case in
// stream_events.go.
package wandb
