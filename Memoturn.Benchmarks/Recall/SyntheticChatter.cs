namespace Memoturn.Benchmarks.Recall;

/// <summary>
/// What the speakers of the synthetic conversations say between the things worth remembering; <c>{o}</c> is the other
/// one.
/// </summary>
internal static class SyntheticChatter
{
    public static readonly IReadOnlyList<string> Openings =
    [
        "Hey {o}, good to hear from you! How have you been?",
        "Hi {o}! It has been far too long.",
        "{o}, I was just thinking about you. Any news?",
        "Good evening {o}, do you have a minute to catch up?",
        "Hello {o}, how was your week?",
    ];

    public static readonly IReadOnlyList<string> Replies =
    [
        "That sounds wonderful, {o}! Tell me more.",
        "Oh no, I am sorry to hear that. Are you okay?",
        "Really? I would never have guessed.",
        "Congratulations, you have earned it!",
        "I am a little jealous, to be honest.",
        "How did your family take it?",
        "That must have been quite an experience.",
        "I hope there are pictures, {o}.",
        "My mother always says one should try everything once.",
        "You make it sound so easy.",
        "Let me know how it goes, will you?",
        "I had no idea you were interested in that.",
        "Wow, {o}, that is big news.",
        "Take care of yourself, please.",
    ];

    public static readonly IReadOnlyList<string> Remarks =
    [
        "Work has been busy, but I cannot complain.",
        "The weekend was quiet, mostly laundry and sleep.",
        "It has been raining here for days and the dog refuses to go out.",
        "I keep telling myself to go to the gym more often.",
        "My phone died again, so if I vanish, that is why.",
        "The trains were late every single day this week.",
        "I tried that new bakery you mentioned, it is worth the queue.",
        "We should really meet for lunch one of these days.",
        "The children next door started a band and it is loud.",
        "I have been sleeping badly, too many thoughts at night.",
        "There was a beautiful sunset, I stood at the window for an hour.",
        "My inbox is a disaster, I gave up on reading it all.",
        "Do you remember the summer at the lake? I found the photographs.",
        "I am trying to spend less time in front of screens.",
        "Prices at the market went up again, even the potatoes.",
        "I cannot believe how quickly this year goes by.",
    ];

    public static readonly IReadOnlyList<string> Closings =
    [
        "I have to run, talk soon!",
        "Dinner is ready here, let us speak next week.",
        "Good night, {o}, sleep well.",
        "Thanks for listening, {o}. Bye!",
    ];
}
