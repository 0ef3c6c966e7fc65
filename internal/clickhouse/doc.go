// Package clickhouse is how runledger talks to ClickHouse, the embedded one or a server, over HTTP.
//
// There are two ways to the same place:
//   - [Open] gives a clickhouse-go connection: queries with typed parameters, DDL, small batches;
//   - [NewClient] gives the bare interface: [Client.Post] sends the body of an INSERT as it is made,
//     [Client.Stream] reads an answer in any FORMAT as it comes. Both are for the paths where rows
//     needn't become Go values: the hot insert and exports.
//
// Errors of both carry ClickHouse's code; [Code] finds it. To name another code, add a constant below.
package clickhouse

// Codes of ClickHouse that callers decide on.
const (
	CodeUnknownTable     = 60
	CodeUnknownDatabase  = 81
	CodeUnknownSetting   = 115
	CodeTimeout          = 159 // max_execution_time is over
	CodeTooManyQueries   = 202
	CodeMemoryLimit      = 241
	CodeTooManyParts     = 252
	CodeQueryCancelled   = 394
	CodeNotEnoughSpace   = 243
	CodeTableIsReadOnly  = 242
	CodeUnknownException = 1002
)
