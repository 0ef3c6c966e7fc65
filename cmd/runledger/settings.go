package main

import (
	"net/netip"
	"net/url"
	"time"
)

// Settings are grouped by subject; each mode embeds the subjects it has.

type httpSettings struct {
	Listen         string         `help:"Address to serve HTTP on; port 0 takes a free one." default:"127.0.0.1:8080" group:"HTTP"`
	ExternalURL    *url.URL       `help:"How clients reach this server, if not by --listen: behind TLS, or below a path, as https://ml.example.org/ledger. Every URL handed out starts so." placeholder:"URL" group:"HTTP"`
	TLSCert        string         `help:"Certificate file (PEM) to serve HTTPS with; needs --tls-key." placeholder:"FILE" group:"HTTP"`
	TLSKey         string         `help:"Private key file (PEM) of --tls-cert." placeholder:"FILE" group:"HTTP"`
	RateLimit      float64        `help:"Requests a second that one API key, one user's sessions, or one address without either may make on average; ten seconds' worth at once. Ingest and the W&B routes have limits of their own. 0: no limit." default:"10000" group:"HTTP"`
	TrustedProxies []netip.Prefix `help:"Networks of proxies in front of this server, as 10.0.0.0/8,127.0.0.1/32: the client's address is then what they say in X-Forwarded-For. Limits on sign-ins count by address: without it, all who come through a proxy are one." placeholder:"CIDR" group:"HTTP"`
	CORSOrigin     []string       `name:"cors-origin" help:"Sites whose pages may use the API with a key, as https://notebooks.example.org; default: none. Cookies are never allowed with it." placeholder:"ORIGIN" group:"HTTP"`
	WebDir         string         `help:"Folder to serve the page from, for who works on it: web/dist, where npm run build -- --watch puts it. Default: the page that is part of the program." placeholder:"DIR" group:"HTTP"`
	ShutdownGrace  time.Duration  `help:"Time that requests and projections get to finish at the end." default:"30s" group:"HTTP"`
}

type dataSettings struct {
	Data string `help:"Folder for the log, the engine's tables, files and keys. It is created; one server uses it at a time." default:"./data" placeholder:"DIR" group:"Data"`
}

type adminSettings struct {
	AdminUser string `help:"Name of the first user, made when the log is empty." default:"admin" group:"Data"`
	AdminKey  string `help:"API key that the first user gets (40 to 128 characters); default: a random one. Set it by RUNLEDGER_ADMIN_KEY: others can see flags." placeholder:"KEY" group:"Data"`
}

type memorySettings struct {
	MemoryLimit byteSize `help:"What this process aims to stay below (Go's soft limit), as 512MiB; the engine has its own." default:"1GiB" placeholder:"SIZE" group:"Memory"`
}

type engineSettings struct {
	EngineMemory       byteSize `help:"What the embedded engine may take; a query beyond it fails, everything else goes on." default:"4GiB" placeholder:"SIZE" group:"Engine"`
	EngineMergeThreads int      `help:"Threads that merge the tables' parts." default:"2" group:"Engine"`
	EngineBinary       string   `help:"The engine's program; default: runledger-engine beside this one, else on PATH." placeholder:"FILE" group:"Engine"`
	EngineLibrary      string   `help:"libchdb.so; default: RUNLEDGER_LIBCHDB, beside this program, the cache that make engine fills, /usr/local/lib." placeholder:"FILE" group:"Engine"`
}

type ingestSettings struct {
	IngestInFlight byteSize `help:"Bytes of requests under way at once; beyond it clients are told to come back." default:"256MiB" placeholder:"SIZE" group:"Ingest"`
	IngestBody     byteSize `help:"Largest body of a request, after decompression." default:"64MiB" placeholder:"SIZE" group:"Ingest"`
	KeyRequests    float64  `name:"key-requests" help:"Ingest requests a second that one API key may make; 0: no limit." default:"0" group:"Ingest"`
	KeyPoints      float64  `name:"key-points" help:"Points a second that one API key may log; 0: no limit." default:"0" group:"Ingest"`
}

type kafkaSettings struct {
	Kafka      []string `help:"Brokers of the Kafka that holds the log, as host:port,host:port." required:"" placeholder:"HOST:PORT" group:"Log"`
	Prefix     string   `name:"kafka-prefix" help:"Before the names of the topics: several installations on one cluster." group:"Log"`
	Partitions int      `help:"Partitions of the telemetry topic when it is made; fixed for ever after. 0: what is there, or 4." default:"0" group:"Log"`
	Unsafe     bool     `name:"kafka-allow-unsafe" help:"Start also on topics whose settings may lose data (copies, in-sync copies, retention)." group:"Log"`
}

type snapshotSettings struct {
	Snapshots string `help:"Folder for snapshots of the fold of the actions: a start and reads with as_of need not fold the whole log then. A cache: it may be removed at any time; processes on one machine may share it. Default: none." placeholder:"DIR" group:"Log"`
}

type clickhouseSettings struct {
	Clickhouse string `help:"ClickHouse's HTTP interface, as http://user:password@host:8123/database; better given by RUNLEDGER_CLICKHOUSE, as it holds a password." required:"" placeholder:"DSN" group:"ClickHouse"`
	Cluster    string `name:"clickhouse-cluster" help:"Make replicated tables on this cluster of ClickHouse." placeholder:"NAME" group:"ClickHouse"`
}

type blobSettings struct {
	Blobs      string `help:"Where files that trainers upload are kept: a folder that all processes share, or a bucket's URL." required:"" placeholder:"URL" group:"Files"`
	SigningKey string `help:"Signs the addresses of files; 64 hexadecimal digits, the same for all processes: openssl rand -hex 32. Set it by RUNLEDGER_SIGNING_KEY." required:"" placeholder:"KEY" group:"Files"`
}
