/**
 * Words that reports use, each of which is one token of o200k behind a space. What is not here is counted letter by letter, so
 * a word more makes estimates tighter, never wrong; a test counts each with the tokenizer itself.
 */
export const PLAIN_WORDS: readonly string[] = `
  abandoned ability able abort aborted about above absence absent absolute acc acceleration accents accept
  accepted accepts access accesses accessible accidental account accounts acknowledged acquiring across
  act action actions active activity actor actual add added adding addition additional address adds admin
  administrator adopted advice aes affect affected affects after afterwards again against agent agents
  aggregate ago agree agrees ahead alarm alert alerts algorithms alias align aligns alike alive all allow
  allowance allowed allows alone along alpine already also alt although always among an anchor and android
  anew annotation annual anon anonymous another answer answered answers any anybody anything anyway
  anywhere apart api apk app apparently appear appears append appended application applications applied
  applies apply approach approved approximate arbitrary archive archives are arenas arguments arise around
  array arrive arrives arriving article articles artifact artifacts as ascending ask asked asking asks
  assert assertion asserts associated association assume async asynchronous at ate atomic attempt
  attempting audio auth authentication author authorised authoritative authority authorize authorized auto
  automated automation availability available average await away aws axios back backend background backup
  bad bare bars base based bases bash basket batch batches bc be bearer became because become been before
  began beginning begins behind being belong belongs below benchmark benchmarks beside beta better between
  beyond biased big bigger bill billed binaries binary bind binding bindings bit bitrate blank blob blobs
  block blocked blocking blocks blog blow blows bodies body boolean boot boots bored bot both bottom
  bought bounce box boxes branch branches brand break breaker breaks bring brings broadband broke broken
  broker brokers brought browser browsers brutal bucket budget buffer buffers bug bugs build builder
  building builds built bulk bump bumped bumps bundle bundled burnt burst busy but buyers buying by byte
  bytes ca cache cached caches caching calibrated call callbacks called caller callers calling calls calm
  came campaign can cancelled candidates cannot cap capabilities capability capacity capped capture
  captures card cards carried carrier carries carry carts case cases catalog catalogue catch catches
  caught cause causes ceiling celery cert certificate certificates certification chain change changed
  changes changing channel character characters charset chart cheap cheaper check checked checkout
  checkpoint checks checksum child chmod choice choose choosing chosen chrome chunk chunks ci cipher
  circle circuit claim claimed claims class clause clauses clean cleaned cleaning cleanup cleared clearing
  cli clicked clicking client clients cliff climbing climbs clock clocks clone cloned cloning close closed
  closes closing cluster code codec coded codes cold colleagues collection collects column combining come
  comes command commands comment comments commit commits committed committing communication community
  companies company compare compared compares comparing compatibility compile compiled compiling complain
  complained complains complete completes component compose compress compression computed computer
  concurrent concurrently condition conditions confidence config configuration conflict connect connected
  connecting connection connections connector connects consequences consistency consists console const
  constant constraint constructors consumer consumers contact contain contained container containers
  contains content context continuous contract contractors contrary contributed contributing contributions
  contributors control controller converted cookie cookies cope copied copies copy copying core cores
  corner corporate corpus correct cors cosine cost costs could count counted counting country counts
  couple coverage covers cp cpu crash crashed crashes crawl create created creates creating credential
  credentials cron cross crosses css culprit cures current currently cursor curve custom customer
  customers cut cuts cv cycle cycles daemon daily damaged dark dashboard data database date dates datetime
  day days db dead deadline deb debug debugger decides decimal decision declaration declarations declare
  declared declares declined decrement decrypt deep default definition definitions del delay delayed
  delete deleted deletes deliver delta demo denial denied depend dependence dependencies dependency
  depending depends deploy deployed deploying deployment deployments deposit deposited deposits depth
  derive descending describe described descriptions descriptor descriptors design designed desktop despite
  destructor detached details detect detected dev developers development device devices df diagnose
  dictionary did die died dies differ difference different differs dig digest digital digits dimensions
  dips dir direct direction directly directory disabled disagree disappear discard disconnect discussion
  disk disks disposed disposition dissent distance distilled disturb dns do docker docs doctor document
  documentation documents does doesnt domain done dot double doubled doubles down download downloaded
  downloading downloads dozen draws drift drifting drill driver drives drop dropped dropping drops dtype
  du due dump dumps duplicate durable during dynamically each eager earlier early easier easily easy eat
  eats echo ecosystem ed edge edit editors edits effect eight either elastic electron elegant eleven else
  elsewhere embedded embedding embeds emoji emptied empty enable enabled enabling encoder encoding
  encountered encounters encourage encryption end ended endlessly endpoint endpoints ends enforced
  engineers enough enqueue ensuring entered entries entry env envelope environment environments equal
  error errors eslint estimate estimates etc europe even evening event events eventual ever every
  everybody everyone everything everywhere eviction evidence exact exactly examples exceed exceeded
  exceeding exceeds except exchanged executable execute executes execution executor exhaust exhausted
  exhaustion exist existed existing exists exit exits exp expect expected expensive experimental expired
  expires expiry explain explains explicit explicitly exponential export exported exporting exports
  express extended extension external externally extra extracting face fact factory fail failed failing
  fails failure failures fake fall fallback falling falls false family far fast faster fault faults fc
  feature features feeds fell fetch fetched fetching few fewer field fields fifth figure figures file
  files filled fills filter filtered filtering filters final financial find finding finds fine fingerprint
  finish finished finishes finite fire fires firewall first fit fits fitted five fix fixed fixes fixture
  fixtures flag flaky flame flat fleet flex flight float flock floods floor flush flushed focus folder
  folding folk follow followed follower followers following follows for force forced forcing forever
  forget forgotten fork forks formats formatting former forty forward found four fp fraction fragmentation
  frame framework frameworks free freed frees freeze freezes fresh freshly friday from front frontend
  frozen fs full function functions further future gain gains gap gaps garbage gateway gave gc gcc
  generate generated generates generation get gets giant gigs git github give given gives global globals
  go goal goes going golden gone good got grade grant granted graph graphics graphs green grep grew grid
  gross group grow growing grows growth guess guesses guest gzip had half halfway hammered hand handbook
  handing handle handled handler handlers handles hands handshake hang hangs happened happens happy hard
  hardly hardware harmless has hash hashed hashes have having he head header headers heal healed health
  healthy heap heavy height held help helps herd here hex hid hidden hide hides hiding high higher highly
  hires histogram history hit hits hold holds holes holidays home honest honestly hook hooks horizon
  horizontal host hosted hosting hosts hot hotspot hour hourly hours households how however href http
  https hub huge hugging hundred hung hydration hyper id idea identical identity idle ids if ignore
  ignored ignores ignoring image images immediate immediately impatient implementation import imports
  improved in inactivity inbox incl include included includes inclusive incomplete increase increased
  increasing incredibly independent index indexes indices individuals inference information ingest ingress
  init initially inner innocent inode input insert inserted inserts inside inspection inspired install
  installation installed installs instance instances instant instead instruction instructions insufficient
  int integration integrity intelligence interceptor interfaces intermediate internal interpreter interval
  intervals into invalid inventory invoice invoices involved is isnt isolation issue issued issuer issues
  it item its itself java jest jitter job jobs join joined joins journal jumped jumps junk just jwt kafka
  keep keeping keeps kept kernel key keyed keys kill killed kills kind kms know known knows kube lab label
  lack lacked lag lambda land language languages laptop laptops large larger largest last late latency
  later latest launch layer layers layout lazy ld lead leaderboard leading leads leaf leak leaked learning
  lease least leave leaves leaving ledger left legacy legs length less let lets letter letters level
  leveraged lib libraries library libs licence licensed lie lies lifetime like limit limitations limits
  line lines link links lint list listed listener listens listing lists little live lives load loaded
  loader loading loads local locale locally lock locked locking locks log logged logger logging logical
  login logo logs long longer look looked looks lookup loop loops lose loses loss lost low lower lowered
  ls mac machine machines made mail mails main maintenance major make makes making malloc man managed
  manager manifest manually many map mapped mappings maps mark marked marks mass master match matched
  matrix matter max maximum may maybe md mean meaning means meanwhile measured measures meet meets member
  members memo memory merge merges merging message messages metadata method metrics micro mid middleware
  midnight migrate migration migrations million milliseconds min mine minimal minimum mins minute minutes
  mirror mismatch miss missed misses missing mistake mitigation mix mixed mixture mobile mock mode model
  models modify module modules moment money monitor monitoring month monthly months more morning most
  mostly mount mounted mounting move moved moves moving ms much multer multilingual multiplier must mutex
  my name named names namespace narrower native near nearer nearest nearly need needed needs negative
  neighbour neighbours neither nested network networks never new newer newest newsletter next nginx night
  nightly nine no nobody node nodes non none nor normal not nothing notice notification notifications now
  npm ns null nullable number numbered numbers numeric numpy object objects obtain odd of off offer offers
  office offline offsets often ok old older oldest on once one ones online only opaque open opened opens
  operations operator opposite ops optimistic option optional options or order orders origin original
  origins orphan other others otherwise our ours out outcome outcomes outdated outgoing output outside
  over overflow overlap overlapping overlaps overloaded overnight own owned owner owns package packages
  packaging packed packet packets page pages pair pairs pandas panel panic parallel parameter parameters
  parent part partially partition partitions partly partners parts pass passed passes passing password
  past pasted patch path paths pattern patterns pause paused pay payment pays peak peer peers pem people
  per percent perform period periodic permission permissions permitted persistence person personal pg
  phone phones photo pi picks picture pid piece pieces pile piles pillow pinned pins pip pipe pipeline
  place places plain plan planned planner plans platform play please plenty pls plugin plugins plus pod
  pods poetry point pointed pointers points poison policy poll polling polls polluted pool pooled pooling
  pools poor popular port ports positional post postgres power powered pre precision predecessor predicate
  predicates prefixes preload presents press pressure prettier prevent preview previous price primary
  principal print prints prior private probe probes problem problems process processes processing prod
  producer product production products profile program programming programs progress project projects
  promise promises prompt proof proofs proper properly properties property protect protocol prove proved
  provide provider provisioning proxies proxy prune ps public publish published publishes publishing pull
  pulls punctuation purge push pushed pushes put puts python qa qis quality quay queries query queryset
  questions queue quick quicker quickly quiet quota quote quoted quotes quoting race races raised raises
  ran random range ranges ranking rare raspberry rate rather ratio raw re reach reached react read
  readable reader readers reading readonly reads real reap reason reasonable reasons reboot rebuild
  rebuilt recall receipts recommend recommended record recorded recording records recover recovered
  recovery recycled red redirects redis reduced ref refer reference refers refill refresh refreshing
  refuse refused refuses region regional regions registered registry regular rehearsal reinstall reject
  rejected rejects relations relative relay release relevance reliable reload relying remain remaining
  remains remedies remedy remote removal remove removed removes removing rename render rendered renderer
  rendering renew renewal renewed repeat repeated repeats replace replaced replacement replaces replay
  replica replicas replication replies reply repo report reporting reports repository reproduce
  reproduction request requested requests require required requirements rescue resemblance resembles
  reserved reset resets resolution resolve resolved resolver resolves resolving resource resp response
  rest restart restarted restarting restore restored result results resumed retention retries retrieve
  retry return returned returning returns reuse reverse reverted revision revisions revoke revoked rewrite
  right rises rising rm robot robots role rollback rolled rolling rolls room root roots rose rotated
  rotation round rounds route router routines routing row rows rule rules run runnable runner runners
  running runs runtime sa safe safer said sale same sample sandbox sane save saved saves saw say saying
  says scale scaled scaling scan scanner scans schedule scheduled scheduler schema schemas scope score
  scored scores scoring scrape scratch screen script scripts sealed search searched searches sec second
  secondary seconds secret secrets section secure security see seed seeing seen sees segments self send
  sender sending sends sense sent sentence sentences separate seq sequence serial series serve served
  server servers serves service services session sessions set sets settings settled setup several sha
  shallow shape shards share shared shares she shell ship shm shop short shorten shortened shorter shot
  should show showed shown shows shrink side sideways sign signal signals signature signed significantly
  signing signs silence silent silently simpler simplify simulator since single singleton sink sit site
  sits six sixteen size skew skip skipped skips slash slave slaves sleep sleeps slim slipped slope slot
  slots slow slowed slower slowly slows small smaller smooth snake snapshot so socket sockets soft
  software solved solves some somebody somehow someone something sometimes soon sooner sorry sound source
  sources space spaces spam spare spawn speak speaks spec special specification specifications spell
  spelling spends spikes spinning split splits splitting sponsors spread sql sqlite square src ssh ssl
  stable stacks stage staging stale stall stalls stand standard standards standby stands star stars start
  started starting starts startup state statement statements static statistics stats status stay stayed
  stays stderr stdin stdout steadily step steps sth stick sticking sticks still stock stood stop stopped
  stops storage store stored stores story str straight strategy stream streaming strict string strips
  strong structured stub stuck subject subjects subscription substance succeed success successfully
  successor such suddenly sudo suite sum summaries summary sun supplied support supported supports
  supposed sure surprises survive survives suspend svc swap sweep swept switch switched switches switching
  sync synced synchronous syncing synthesis system systems tab table tables tabs tag tags tail take taken
  takes target targeted task tasks teacher team teardown tell tells temp temporary ten tenant tenants
  terminal terminated terraform test tested testing tests text texts than thanks that the their theirs
  them themselves then there these they thick thing things third this those though thousand thread
  threaded threads three threshold thresholds through thrown throws thumbnails ticket tickets ticks
  tightening til till time timed timeout times timestamp timestamps timezone timing tiny title tls tmp to
  today together token tokenizer tokens told tolerance tomorrow tone tonight too took tool tools top topic
  total totals touch touched touches towards tracing track tracked traffic trailer trailing transaction
  transactions transfer transition transport transports travel treat treats tree trial trick tried tries
  trips trivial troubleshoot troubleshooting true trust trusted trusts try ttl tunnel turn turned turning
  turns tutorial tweak twenty twice two type typed types typo uid unable unaffected unauthorized unchanged
  unchecked under understands unexpected unhealthy uninstall unique uniqueness unit unknown unless
  unreachable unrelated unseen unsupported until unused up update updated updates updating upgrade
  upgraded upload uploads upset upstream url us usable usage use used useful user users uses using utf
  valid validated validation valign value values vanish vanished variable variables various vars vault
  vector vectors vendor verb verbose verification verifier verify version versions very via victim video
  view violates virus visibility visible visit visitors vocabulary volume vote voter voters vs wait waited
  waiting waits wake wakes wal wall want wanted wants warehouse warning warns was wasted watch watcher
  watchers watches watermark way ways we weather web webpack website week weekend weekly weeks weigh
  weighs weight weights welcome well went were what whatever wheel wheels when whenever where wherever
  whether which whichever while white who whoever whole whose why widened wider widgets width wifi
  wildcard will willing window windows wins wire wires with within without wonderful word words work
  worker workers workflow working workloads works worse worth would writable write writer writers writes
  writing written wrong wrote yarn year years yes yesterday yet you young your zero zip zombie zombies
  zone zones
`
  .trim()
  .split(/\s+/);
