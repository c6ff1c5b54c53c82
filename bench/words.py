"""The words of the made-up archive: topics, the parts of names, and sentences with gaps. Nothing in it is true."""

from __future__ import annotations

from typing import NamedTuple


class Topic(NamedTuple):
    """A topic: what its news is about. `things` are decided on, `measures` go up and down, `people` feel it."""

    name: str
    alias: str
    parent: str
    field: str
    things: tuple[str, ...]
    measures: tuple[str, ...]
    people: str


# name | alias | parent | field | things | measures | people
_TOPICS = """
Harbours | Ports | Transport | the harbour trade | quay lease, dredging permit, pilotage fee | berth waiting times, container moves, storage charges | dockers
Ferries | Ferry lines | Transport | the ferry lines | winter timetable, vessel order, landing charge | crossings a week, foot passengers, cancelled sailings | islanders
Transport | Public transport | | everyday travel | tram extension, fare reform, depot contract | punctuality, daily journeys, ticket income | commuters
Rail | Railways | Transport | the railways | signalling contract, branch line closure, sleeper concession | delay minutes, freight tonnage, track faults | rail passengers
Roads | Road building | Transport | road building | bypass route, toll exemption, bridge repair | journey times, lorry counts, pothole claims | drivers
Cycling | Bicycles | Transport | cycling | cycle highway, hire scheme, parking rule | counted riders, rental hours, thefts | cyclists
Aviation | Air travel | Transport | air travel | runway licence, night curfew, slot plan | seat prices, departures, noise complaints | air passengers
Energy | Power supply | | the power supply | grid levy, capacity tender, pipeline lease | spot prices, reserve margins, evening demand | bill payers
Wind power | Offshore wind | Energy | wind power | seabed lease, turbine order, grid link | installed capacity, idle hours, tender prices | coastal towns
Nuclear power | Reactors | Energy | nuclear power | reactor restart, waste depot, safety upgrade | outage days, fuel costs, output | neighbours of the plant
Water | Water supply | | the water supply | drought order, reservoir plan, river accord | reservoir levels, leakage, household use | downstream towns
Climate | Climate policy | | climate policy | carbon price, flood fund, methane rule | yearly emissions, permit prices, heat days | residents of the lowlands
Weather | Storms | Climate | forecasting | warning system, radar upgrade, storm fund | rainfall, wind speeds, insured damage | households on the coast
Forests | Forestry | Climate | forestry | logging quota, replanting duty, fire break | felled timber, tree cover, bark beetle counts | forest owners
Fisheries | Fishing | | the fishing fleet | catch quota, net rule, harbour cold store | landings, herring stocks, diesel costs | fishing crews
Farming | Agriculture | | farming | milk price floor, pesticide rule, seed subsidy | wheat yields, herd sizes, fertiliser costs | farmers
Food | Groceries | Farming | the food trade | labelling rule, school meal contract, sugar duty | shelf prices, recalls, waste by weight | shoppers
Health | Public health | | public health | screening programme, clinic merger, vaccine order | waiting times, bed occupancy, vaccination rates | patients
Hospitals | Clinics | Health | the hospitals | emergency ward, nursing ratio, building loan | operations a week, vacant posts, overtime hours | nurses
Medicines | Pharmacy | Health | the medicines market | price cap, trial approval, stockpile rule | shortages, prescription counts, trial results | pharmacists
Schools | Education | | the schools | timetable reform, meal grant, entry age | class sizes, exam results, absences | pupils
Universities | Higher education | Schools | the universities | tuition rule, campus sale, research pact | enrolment, rents near campus, doctoral places | students
Science | Research | | basic research | telescope site, grant round, data mandate | published results, instrument hours, budgets | researchers
Space | Spaceflight | Science | spaceflight | launch licence, lander contract, orbit rule | launches, payload mass, debris counts | satellite operators
Computing | Software | | computing | audit rule, chip subsidy, public code licence | outages, chip orders, electricity use | developers
Privacy | Data protection | Computing | data protection | camera rule, retention limit, consent form | complaints, fines, reported leaks | users
Telecoms | Networks | Computing | the networks | spectrum sale, cable landing, roaming deal | coverage, data volumes, dropped calls | subscribers
Elections | Voting | | the electoral system | district map, ballot form, postal vote rule | turnout, registered voters, counting time | voters
Parliament | Legislature | | parliamentary business | budget bill, standing order, inquiry remit | sitting days, amendments, attendance | members of parliament
Courts | Justice | Parliament | the courts | sentencing guideline, appeal ruling, legal aid fee | case backlogs, hearing dates, legal costs | litigants
Police | Policing | | policing | patrol plan, body camera order, custody rule | recorded burglaries, response times, complaints upheld | residents
Housing | Homes | | the housing market | rent brake, zoning change, tenants' fund | asking rents, building permits, empty flats | tenants
Budget | Public finances | Parliament | the public finances | spending review, property tax, bond issue | the deficit, tax receipts, borrowing costs | taxpayers
Banks | Banking | | banking | capital rule, branch closure plan, deposit scheme | lending, bad loans, overnight rates | savers
Trade | Exports | | foreign trade | customs accord, tariff list, export guarantee | exports, order books, the trade balance | exporters
Work | Labour market | | the labour market | wage agreement, strike ballot, apprenticeship levy | vacancies, hours worked, unemployment | workers
Culture | The arts | | the arts | museum lease, festival grant, return of a painting | visitor numbers, ticket income, opening hours | performers
Sport | Sports | | sport | stadium lease, transfer rule, doping verdict | attendance, prize money, injuries | supporters
Tourism | Travel | | tourism | visitor tax, cruise limit, holiday flat licence | overnight stays, room prices, day trippers | hoteliers
Migration | Asylum | | migration | visa scheme, reception centre, language course plan | applications, processing times, arrivals | newcomers
"""


def _topic(line: str) -> Topic:
    name, alias, parent, field, things, measures, people = (part.strip() for part in line.split("|"))
    return Topic(name, alias, parent, field, tuple(things.split(", ")), tuple(measures.split(", ")), people)


TOPICS = tuple(_topic(line) for line in _TOPICS.strip().splitlines())


def _words(text: str, between: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(between))


# Names of persons, towns and organizations are put together from parts. None of those that exist is meant.
FIRST = _words(
    "Adela Anselm Beate Bojan Célia Corin Dagny Davit Edda Emre Fenna Filip Greta Hakon Halina Ilse Imre Jorun "
    "Josip Kaja Kerem Leocadia Lorcan Mads Mirela Nadim Nives Odile Orsolya Pavla Pér Quirin Rada Rasmus Saoirse "
    "Selim Tamsin Tove Ulrike Vesna Wido Xenia Yorick Zdenka"
)
LAST_START = _words(
    "Ander Bar Brand Cald Cor Dal Drav Eck Fal Fen Gar Gold Hal Hav Il Jar Kest Kor Lam Lind Mar Mor Nar Nord Ol "
    "Pell Quist Rav Ros Sar Stav Tarn Thor Ul Vand Var Wess Yar Zel"
)
LAST_END = _words("acek anu berg bury dottir elli ema ensen eva fors gard hal ides ikova ine mann ova rup sen vold wyn")
TOWN_START = _words(
    "Alder Ash Black Bram Carn Cold Dun East Elm Fair Glen Gran Haver High Holm Kings Lang Lun Mar Mill New Norr "
    "Oster Pen Quay Red Salt Sund Thorn Ulver Var West Wyn Yew"
)
TOWN_END = _words("bridge burgh by dale fjord ford ham haven holt mere mouth ness port sand stad ster vik wick")
OFFICE = _words(
    "Ports Authority|Ports, Rail Company|Rail, Water Board|Water, Grid Operator|Grid, Housing Trust|Housing, "
    "Farmers League|Farmers, Health Service|Health, Teachers Union|Teachers, Savings Bank|Savings, "
    "Institute of Technology|Institute, Audit Office|Audit, Broadcasting House|Broadcasting, Shipyard|Yard, "
    "Football Club|Football, Museum of Art|Museum, Chamber of Commerce|Chamber, Fisheries Council|Fisheries, "
    "Space Laboratory|Laboratory, Airport Company|Airport, Forest Agency|Forest",
    ", ",
)
ROLES = _words("Minister Mayor Professor Judge Commissioner Director Senator Captain")
GROUPS = (
    _words("Alliance|Movement|Initiative|Assembly|Coalition|Network|Choir|Walkers", "|"),
    _words("Clean Air|Open Data|Fair Rent|Quiet Nights|Free Rivers|Good Bread|Old Town|Safe Streets", "|"),
)
PAPERS = _words(
    "The Tidewatch|tidewatch, Lantern Post|lantern-post, The Inland Courier|inland-courier, Signal & Noise|signal, "
    "Morning Ferry|morning-ferry, The Ledgerbook|ledgerbook, Radio Eleven|radio-eleven, Chamber Notes|chamber-notes, "
    "The Weathervane|weathervane, Court Circular Weekly|court-circular",
    ", ",
)

MONTHS = _words("January February March April May June July August September October November December")
WEEKDAYS = _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
SCALE = _words("million thousand billion")
UP_DOWN = ("went up", "went down", "rose sharply", "fell for the third time", "barely moved", "doubled", "halved")
VERBS = ("approves", "puts off", "rejects", "presents", "withdraws", "backs", "reopens", "signs")
DID = ("approved", "put off", "rejected", "presented", "withdrew", "backed", "reopened", "signed")
WHERE = (
    "at a hearing",
    "in a letter to members",
    "before reporters",
    "at a late sitting",
    "in a short statement",
    "on local radio",
    "at the yearly meeting",
    "in a note to staff",
)
WHY = (
    "after weeks of talks",
    "after an audit found gaps",
    "against the advice of its own lawyers",
    "to the surprise of most observers",
    "when a deadline had passed",
    "with a majority of two",
    "once the money had been found",
    "following complaints from {people}",
)

TITLES = (
    "{Actor} {verbs} the {thing}",
    "{Actor} {verbs} {place}'s {thing}",
    "{Measure} in {place}: {percent} per cent in a {span}",
    "{Place} waits for the {thing}",
    "Second vote on the {thing} in {place}",
    "{Actor} and {other} quarrel over the {thing}",
    "The {thing} of {place} goes to {other}",
    "{Place} counts the cost of its {thing}",
    "What {actor} wants from the {thing}",
    "No {thing} before {month}, says {actor}",
    "{Actor} asks for a new {thing}",
    "How {place} lost its {thing}",
)

HAPPENING = (
    "{Actor} has {did} the {thing} for {place}, {why}.",
    "The decision was made public {where} on {weekday}.",
    "It takes the place of an older arrangement that ran out in {month}.",
    "The {thing} is worth {amount}, of which {place} is to pay a third.",
    "{Other} had asked for a delay and did not get one.",
    "{Count} people spoke, most of them {people}.",
    "Figures on {measure} were handed out the same day; they {moved}, by {percent} per cent.",
    "A first reading had failed by {small} votes.",
    "“We have read every objection,” said a spokesman for {actor}, “and we have answered them in writing.”",
    "No vote against was recorded, though {small} members left the room.",
    "The text has {pages} pages and an annex that is not public.",
    "In {place}, work on it stopped for {small} days.",
    "{Other} called it a step that “nobody in {field} had on the calendar”.",
    "The offices confirmed the date and declined to say more.",
    "Copies were sent to {small} neighbouring towns.",
    "A note in the margin, seen by several papers, speaks of {amount} more.",
    "It is the {ordinal} such decision in {span_long}.",
    "{People} learned of it from a notice on the door.",
    "The meeting went on until after midnight and was interrupted twice.",
    "Neither side wanted to say who had drafted the {thing}.",
)
IMPORTANT = (
    "For {people}, {measure} are what counts, and they {moved} over the past {span}.",
    "About {count} households in and around {place} depend on it.",
    "Whoever holds the {thing} sets the pace for {field} in the region.",
    "The sum of {amount} is more than {place} spends on all of its libraries.",
    "A similar {thing} was tried {small} years ago and given up within a {span}.",
    "Independent estimates put the effect at {percent} per cent, give or take a third.",
    "It shows how far {actor} is ready to go without {other}.",
    "Smaller towns copy {place}: what is decided there tends to be decided elsewhere a year later.",
    "{Measure} had been quoted by both camps, each with figures of its own.",
    "The rule closes a gap that {people} have pointed to since {year}.",
    "If it fails, the costs fall on {people}, who were not asked.",
    "There is no fund for the case that {measure} turn out worse than planned.",
    "{Other} has built much of its plan for {field} on the opposite assumption.",
    "Economists disagree on whether {measure} follow from it or only happen to move at the same time.",
    "It is the first test of a law from {year} that was never applied.",
    "Insurers have already changed their terms.",
    "Trust is low: in a survey, {percent} per cent said that they believe the figures.",
    "What looks like a detail decides who may bid, and who may not.",
    "The contract runs for {small} years and cannot be ended early.",
    "Towns up the coast compete for the same money.",
)
NEXT = (
    "{Actor} wants to report on {measure} by {day} {month}.",
    "A public reading of the {thing} is set for {weekday}.",
    "{Other} has {small} weeks to appeal.",
    "Until then the present terms stay in force.",
    "Builders and suppliers can hand in offers until the end of {month}.",
    "A committee will visit {place} before the summer.",
    "If {measure} change by more than {percent} per cent, the plan comes back to the table.",
    "{People} are invited to write to the office; forms are at the town hall.",
    "The court may still be asked, and two groups say that they are thinking about it.",
    "Money for the first part, {amount}, is in next year's budget.",
    "Observers expect a second vote, since {small} members were away.",
    "The next figures on {measure} are due in {month}.",
    "{Actor} has promised a hotline, which is to open on {day} {month}.",
    "Should the deadline pass, the matter goes to {other}.",
    "Work begins {small} weeks after the last signature.",
    "A review is planned after a {span}, and its findings will be published.",
    "In {place}, preparations have started all the same.",
    "Talks go on behind closed doors.",
    "The archive of the {thing} will be opened to researchers.",
    "Nothing will change for {people} this year.",
)
BULLETS = (
    "the {thing}, with a first payment of {amount}",
    "a limit of {percent} per cent on {measure}",
    "reports every {span}, by {other}",
    "a place at the table for {people}",
    "no changes before {day} {month}",
    "{small} more inspectors for {place}",
    "**Still open:** who pays if {measure} get worse",
    "a *public* register of all offers",
    "an exit after {small} years",
)
LEADS = ("The plan has these parts:", "Agreed so far:", "Among the points:", "On the list:")
EXPECT = (
    "{Actor} publishes its report on {measure}",
    "Vote on the {thing} in {place}",
    "Deadline for offers on the {thing}",
    "{Other} answers the objections",
    "First payment of {amount} is due",
)
OUTCOMES = ("It came as planned.", "It was put off by a month.", "Nothing happened.", "It came two days early.")
CORRECTIONS = (
    "An earlier version gave the sum as {amount2}. It is {amount}.",
    "An earlier version named the wrong month. It is {month}.",
    "The role of {other} was described wrongly; it advises and does not decide.",
)
