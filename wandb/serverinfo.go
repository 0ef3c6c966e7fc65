package wandb

// features are what the server says it can. The client switches to newer ways by
// them; what isn't here is off.
var features = []string{
	"ARTIFACT_COLLECTIONS_FILTERING_SORTING",
	"ARTIFACT_TAGS",
	"CLIENT_IDS",
	"FILESTREAM_GZIP",
	"TOTAL_COUNT_IN_FILE_CONNECTION",
	"UPDATE_RUN_STATE",
}

// cliVersions lets every client in; from 0.12.14 on it uses modern media names.
const cliVersions = `{"min_cli_version":"0.0.1","max_cli_version":"99.0.0"}`

type serverInfo struct {
	CliVersionInfo         *jsonValue
	Features               *[]*serverFeature
	LatestLocalVersionInfo *localVersionInfo
}

type serverFeature struct {
	Name      *string
	IsEnabled *bool
}

// localVersionInfo is never made: there is no vendor to ask for a newer version.
type localVersionInfo struct {
	LatestVersionString, VersionOnThisInstanceString *string
	OutOfDate                                        *bool
}

// serverSettings is what clients up to 0.25 show their user. It must be there: without
// it `wandb sync` uploads nothing and says it's done.
type serverSettings struct{ ServerMessages []serverMessage }

type serverMessage struct{ HTMLText, MessageLevel, MessageType, PlainText, UtfText *string }

// ServerInfo is what the server can.
func (q *resolver) ServerInfo() *serverInfo {
	list := make([]*serverFeature, len(features))
	for i := range features {
		list[i] = &serverFeature{&features[i], &yes}
	}
	versions := jsonValue(cliVersions)
	return &serverInfo{CliVersionInfo: &versions, Features: &list}
}
