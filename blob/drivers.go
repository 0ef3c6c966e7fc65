package blob

// Buckets other than a folder need their driver linked in, and a driver brings its
// cloud's whole client library. To have one: add a file with a build tag
//
//	//go:build s3
//
//	import _ "gocloud.dev/blob/s3blob" // s3://bucket?region=…
//
// and `go get` what it needs. Without it Open says which scheme has no driver.
