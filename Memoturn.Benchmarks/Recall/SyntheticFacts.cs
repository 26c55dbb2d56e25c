namespace Memoturn.Benchmarks.Recall;

/// <summary>What the speakers of the synthetic conversations may tell each other.</summary>
internal static class SyntheticFacts
{
    public static readonly IReadOnlyList<SyntheticFact> All =
    [
        new(
            ["We finally adopted a pet from the shelter, a {v}!", "Guess who moved in with me yesterday? A {v} from "
                + "the animal shelter."],
            "What kind of animal did {n} adopt?",
            ["three-legged cat", "grey rabbit", "retired greyhound", "blind terrier", "pair of ferrets", "tortoise"],
            When: "When did {n} adopt a pet?"),
        new(
            ["I signed up for {v} lessons, my first one was last night.", "After years of excuses I started taking "
                + "{v} lessons."],
            "Which instrument is {n} learning to play?",
            ["cello", "banjo", "accordion", "drum", "trumpet", "harp"],
            When: "When did {n} begin music lessons?"),
        new(
            ["I just came back from a trip to {v}, I am still jet-lagged.", "We spent last week in {v}, the weather "
                + "was perfect."],
            "Where did {n} travel recently?",
            ["Iceland", "Portugal", "Vietnam", "Morocco", "Chile", "Scotland", "Estonia", "Peru"],
            All: "Which countries has {n} visited?"),
        new(
            ["The doctor says I am allergic to {v}, no wonder I felt sick.", "No more {v} for me, the allergy test "
                + "was clear."],
            "What is {n} allergic to?",
            ["peanuts", "shellfish", "sesame", "kiwi", "celery", "hazelnuts"],
            Open: "What should a host not serve when {n} comes for dinner?"),
        new(
            ["I got the job! From Monday I work as a {v}.", "They offered me a position as a {v} and I said yes."],
            "What is {n}'s new job?",
            ["museum guide", "beekeeper", "paramedic", "translator", "carpenter", "weather forecaster"],
            When: "When did {n} get a new job?"),
        new(
            ["I ran my first {v} on Sunday, my legs are made of wood now.", "Crossed the finish line of the {v} this "
                + "weekend!"],
            "What race did {n} finish?",
            ["half marathon", "ten kilometre charity run", "triathlon", "night trail run", "obstacle race",
                "mountain relay"],
            When: "When did {n} run a race?"),
        new(
            ["I am reading {v} at the moment and cannot put it down.", "My book club picked {v}, I stayed up until "
                + "two."],
            "Which book has {n} been reading?",
            ["a history of lighthouses", "a detective novel set in Trieste", "the letters of a botanist", "a saga "
                + "about whalers",
             "an essay collection on silence", "a comic about ancient Rome"],
            All: "What books has {n} read?"),
        new(
            ["My sister {v} is getting married in spring.", "My sister {v} called, she is engaged!"],
            "What is the name of {n}'s sister?",
            ["Ottilie", "Marisol", "Freya", "Ingrid", "Yasmin", "Paloma"]),
        new(
            ["I planted {v} on the balcony this morning.", "The {v} in my garden are coming up, look at them."],
            "What did {n} plant?",
            ["tomatoes and basil", "sunflowers", "a lemon tree", "strawberries", "lavender", "runner beans"],
            When: "When did {n} do some planting?"),
        new(
            ["I baked {v} for the neighbours and they loved it.", "Tried a new recipe today, {v}, and it worked."],
            "What did {n} bake or cook from a recipe?",
            ["rhubarb crumble", "sourdough rye", "plum dumplings", "saffron buns", "a spinach pie", "almond biscuits"],
            All: "Which dishes has {n} made?"),
        new(
            ["We moved to a flat on {v} Street, boxes everywhere.", "The move is done, I now live on {v} Street."],
            "On which street does {n} live now?",
            ["Alder", "Foundry", "Harbour", "Juniper", "Cathedral", "Weaver"],
            When: "When did {n} move house?"),
        new(
            ["My bicycle was stolen outside the {v}, I am so angry.", "Somebody took my bike while I was in the {v}."],
            "Where was {n}'s bicycle stolen?",
            ["library", "swimming pool", "town hall", "pharmacy", "train station", "bakery"],
            When: "When was {n}'s bike stolen?"),
        new(
            ["I started volunteering at the {v}, two evenings a week.", "The {v} took me on as a volunteer."],
            "Where does {n} volunteer?",
            ["food bank", "repair café", "hospice", "night shelter", "coast guard", "children's hospital"],
            Open: "How does {n} help the community?"),
        new(
            ["My grandmother taught me to {v} when I was little and I still do it.", "I can {v}, my grandmother "
                + "showed me how."],
            "What skill did {n}'s grandmother pass on?",
            ["knit socks", "make soap", "mend nets", "read tarot cards", "fold paper cranes", "whittle spoons"]),
        new(
            ["We watched {v} at the open-air cinema, under blankets.", "Saw {v} at the cinema last night, what an "
                + "ending."],
            "Which film did {n} see?",
            ["a western about two sisters", "a documentary on glaciers", "an old vampire comedy", "a heist movie in "
                + "Naples",
             "a silent film with live piano", "a musical about chess"],
            All: "What movies has {n} watched?"),
        new(
            ["I broke my {v} falling off a ladder, six weeks of plaster.", "Bad luck, I slipped on the stairs and "
                + "broke my {v}."],
            "What injury did {n} have?",
            ["wrist", "collarbone", "left ankle", "thumb", "two toes", "elbow"],
            When: "When did {n} get hurt?"),
        new(
            ["My dentist appointment is on the {v}, I am dreading it.", "They gave me a dentist appointment on the "
                + "{v}."],
            "On which date is {n} going to the dentist?",
            ["third of the month", "twelfth", "nineteenth", "twenty-second", "last Friday", "first Tuesday"]),
        new(
            ["I bought {v} at the flea market for almost nothing.", "Look what I found at the flea market: {v}!"],
            "What did {n} find at the flea market?",
            ["a brass telescope", "an enamel teapot", "a box of marbles", "a typewriter", "a rocking horse", "two "
                + "opera glasses"],
            When: "When did {n} go to the flea market?"),
        new(
            ["We named the baby {v}, he is tiny and loud.", "My cousin's baby is here, his name is {v}."],
            "What is the baby called that {n} talked about?",
            ["Anselm", "Bruno", "Cosmo", "Dario", "Emil", "Fabian"]),
        new(
            ["I am painting the kitchen {v}, half of it is on my trousers.", "The kitchen is {v} now, I painted it "
                + "all day."],
            "What colour is {n}'s kitchen?",
            ["mustard yellow", "pale green", "brick red", "midnight blue", "apricot", "dove grey"],
            Open: "Which paint would match the walls where {n} cooks?"),
        new(
            ["I won second prize in the {v} competition!", "The jury liked me, second place in the {v} competition."],
            "In which competition did {n} win a prize?",
            ["poetry", "chess", "photography", "pumpkin growing", "crossword", "sand castle"],
            When: "When did {n} win a prize?"),
        new(
            ["Our car broke down near {v} and we waited three hours for help.", "We were stuck near {v}, the engine "
                + "just died."],
            "Where did {n}'s car break down?",
            ["a sheep farm", "the quarry", "an empty petrol station", "the ferry landing", "a vineyard", "the toll "
                + "bridge"],
            When: "When did {n} have trouble with the car?"),
        new(
            ["I am learning {v} because I want to talk to my in-laws.", "Every morning I do ten minutes of {v} "
                + "before work."],
            "Which language is {n} studying?",
            ["Finnish", "Turkish", "Welsh", "Korean", "Hungarian", "Swahili"]),
        new(
            ["My favourite place to think is the {v}, nobody goes there.", "When I am sad I walk to the {v}."],
            "Where does {n} go to be alone?",
            ["old cemetery", "boathouse", "chestnut avenue", "water tower", "rose garden", "ruined mill"]),
        new(
            ["I quit {v} three weeks ago and I am proud of it.", "No {v} since the holidays, and I feel better "
                + "already."],
            "What did {n} give up?",
            ["smoking", "sugar", "coffee", "social media", "biting my nails", "energy drinks"],
            Open: "Which habit would it be unkind to tempt {n} with?"),
        new(
            ["The concert by the {v} was the best evening of the year.", "I had a front row seat at the concert of "
                + "the {v}!"],
            "Which concert did {n} attend?",
            ["village brass band", "Georgian choir", "string quartet", "steel drum orchestra", "jazz trio", "punk "
                + "veterans"],
            When: "When did {n} go to a concert?",
            All: "What live music has {n} heard?"),
        new(
            ["I always wanted to be a {v} when I was a child.", "As a kid my dream was to become a {v}."],
            "What did {n} want to become as a child?",
            ["lion tamer", "submarine captain", "clockmaker", "volcanologist", "puppeteer", "astronaut"]),
        new(
            ["I lent my {v} to our neighbour and it came back broken.", "Never again will I lend anybody my {v}."],
            "What did {n} lend to someone?",
            ["electric drill", "tent", "sewing machine", "good umbrella", "wheelbarrow", "camera tripod"]),
        new(
            ["We camped by {v} and saw shooting stars all night.", "Our tent stood right by {v}, it was magical."],
            "Where did {n} go camping?",
            ["a peat bog", "Lake Mirren", "the sand dunes", "a waterfall", "the cliffs", "an orchard"],
            When: "When did {n} go camping?"),
        new(
            ["My boss gave me {v} for ten years of work.", "Ten years in the company and they thanked me with {v}."],
            "What present did {n} receive for a work anniversary?",
            ["a hot-air balloon ride", "a fountain pen", "an extra week of vacation", "a bonsai", "theatre tickets",
                "a wrist watch"]),
    ];
}
