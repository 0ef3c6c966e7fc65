// Package backup copies a single machine's data folder into one tar while the server
// runs, and makes a data folder of such a tar again.
//
// A backup is an uncompressed tar of ordinary files in this order:
//
//	manifest.json    what it is: format, log id, position, time, program (Manifest)
//	signing.key      the key that signs links, where there is one
//	log/…            a checkpoint of the event log
//	blobs/sha256/…   contents by their hash
//	SHA256SUMS       a line for each entry above, as sha256sum -c reads them
//
// The checkpoint is taken before the first content is listed, and contents are
// written before the events that name them: so everything the log names is there. The
// engine's tables aren't in it, since they follow from the log. Neither is admin.key:
// users' keys are in the log, as hashes. What ends before SHA256SUMS was cut off.
//
// To add something to backups: an entry in layout.go's list of sections, a step in
// Taken.Write; old programs refuse what they don't know, so raise the format too.
package backup
