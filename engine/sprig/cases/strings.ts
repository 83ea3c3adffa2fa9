import type { SprigCase } from './case.ts';

/** Strings: bytes, cases, words, padding. */
export const stringCases: readonly SprigCase[] = [
  [
    '{{abbrev 5 "abcdefgh"}}|{{abbrev 3 "abcdefgh"}}|{{abbrev 8 "abcdefgh"}}|{{abbrev 4 ""}}',
    'ab...|abcdefgh|abcdefgh|',
  ],
  ['{{abbrev 6 "日本語" | printf "%q"}}', '"日..."'],
  [
    '{{abbrevboth 5 10 "abcdefghijklmnop"}}|{{abbrevboth -10 10 "abcdefghijklmnop"}}|{{abbrevboth 6 4 "abcdefghijklmnop"}}',
    '...fghi...|abcdefg...|abcdefghijklmnop',
  ],
  [
    '{{abbrevboth 4 9 "abcdefghijklmnop"}}|{{abbrevboth 9 9 "abcdefghijklmnop"}}|{{abbrevboth 99 9 "abcdefghijklmnop"}}|{{abbrevboth 0 5 "abcdefghi"}}',
    'abcdef...|...jkl...|...klmnop|ab...',
  ],
  [
    '{{trunc 2 "abc"}}|{{trunc -2 "abc"}}|{{trunc -3 "abc"}}|{{trunc 0 "abc"}}|{{trunc -9 "abc"}}|{{trunc 9 "abc"}}',
    'ab|bc|abc||abc|abc',
  ],
  ['{{trunc 3 "é😀" | printf "%q"}}|{{trunc -1 "é" | printf "%q"}}', '"é\\xf0"|"\\xa9"'],
  [
    '{{substr 1 2 "abc"}}|{{substr 1 -1 "abc"}}|{{substr 0 9 "abc"}}|{{substr -1 2 "abc"}}|{{substr 0 1 "é" | printf "%q"}}',
    'b|bc|abc|ab|"\\xc3"',
  ],
  ['{{substr -1 -1 "abc"}}', '! runtime error: slice bounds out of range [:-1]'],
  ['{{substr -1 5 "abc"}}', '! runtime error: slice bounds out of range [:5] with length 3'],
  ['{{substr 5 -1 "abc"}}', '! runtime error: slice bounds out of range [5:3]'],
  ['{{substr 2 1 "abc"}}', '! runtime error: slice bounds out of range [2:1]'],
  ['{{substr 4 5 "abc"}}', '! runtime error: slice bounds out of range [4:3]'],
  [
    '{{trim " \\t\\n\\u0085\\u3000a b\\u2028 " | printf "%q"}}|{{trim "\\ufeffa" | printf "%q"}}|{{trim " "}}',
    '"a b"|"\\ufeffa"|',
  ],
  ['{{trimAll "$" "$5.00$"}}|{{trimall "é😀" "😀éaé😀"}}|{{trimAll "" "aba"}}|{{trimAll "ab" "abab"}}', '5.00|a|aba|'],
  ['{{trimAll "\\xff" "\\xffa\\ufffd" | printf "%q"}}', '"a"'],
  ['{{trimPrefix "-" "--a"}}|{{trimPrefix "" "a"}}|{{trimSuffix "-" "a--"}}|{{trimSuffix "x" "a"}}', '-a|a|a-|a'],
  ['{{trimSuffix "\\xa9" "é" | printf "%q"}}|{{trimPrefix "\\xc3" "é" | printf "%q"}}', '"\\xc3"|"\\xa9"'],
  [
    '{{upper "aßŉİıǆΣς1"}}|{{lower "AİΣΣ\u1e9e"}}|{{upper "a\\xff" | printf "%q"}}|{{lower "A\\xff" | printf "%q"}}',
    'AßŉİIǄΣΣ1|aiσσß|"A\ufffd"|"a\ufffd"',
  ],
  [
    '{{title "it\'s éa_b-c ǆa 1x"}}|{{title "HELLO wORLD"}}|{{title "a\\xffb" | printf "%q"}}',
    'It\'S Éa_b-C ǅa 1x|HELLO WORLD|"A\ufffdb"',
  ],
  ['{{untitle "ÉA B\\tCd" | printf "%q"}}|{{untitle "Hello World"}}', '"éA b\\tcd"|hello world'],
  ['{{swapcase "ß Ǆ ǅ ǆa it\'s This"}}', "ß ǆ ǆ ǅA IT'S tHIS"],
  ['{{initials "First Try"}}|{{initials "é à b"}}|{{initials ""}}', 'FT|ÃÃb|'],
  ['{{nospace " a\\tb c\\n"}}|{{nospace "a é"}}|{{nospace "éà" | printf "%q"}}|{{nospace "éb"}}', 'abc|aÃ©|"Ã©Ã"|éb'],
  [
    '{{camelcase "http_server"}}|{{camelcase "HTTP_server x"}}|{{camelcase "___"}}|{{camelcase "_a"}}|{{camelcase "a__b_"}}|{{camelcase "-"}}|{{camelcase ""}}|{{camelcase "GOLANG_IS_GREAT"}}|{{camelcase "é_é"}}|{{camelcase "a b-c\\td"}}',
    'HttpServer|HttpServerX|____|_A|A_B_|--||GolangIsGreat|ÉÉ|ABCD',
  ],
  [
    '{{snakecase "FirstName"}}|{{snakecase "HTTPServer"}}|{{snakecase "NoHTTPS"}}|{{snakecase "GO_PATH"}}|{{snakecase "GO PATH"}}|{{snakecase "http2xx"}}|{{snakecase "HTTP20xOK"}}|{{snakecase "Duration2m3s"}}|{{snakecase "Bld4Floor3rd"}}|{{snakecase ""}}',
    'first_name|http_server|no_https|go_path|go_path|http_2xx|http_20x_ok|duration_2m3s|bld4_floor_3rd|',
  ],
  [
    '{{snakecase "日本語Abc"}}|{{snakecase "a!bC?D"}}|{{snakecase "A1"}}|{{snakecase "A1 b"}}|{{snakecase "1a2B"}}|{{snakecase "aBC"}}|{{snakecase "ABc"}}|{{snakecase "__A__"}}|{{snakecase "a😀B"}}|{{snakecase "A"}}|{{snakecase "12-34"}}|{{snakecase "A1B2"}}|{{snakecase "a1-b"}}|{{snakecase "1!a"}}|{{snakecase "ÀéÉÈ"}}',
    '日本語_abc|a!b_c?d|a1|a1_b|1a2_b|a_bc|a_bc|__a__|a_😀_b|a|12_34|a1_b2|a1_b|1!a|àé_éè',
  ],
  [
    '{{snakecase "a\\xffB\\xff" | printf "%q"}}|{{snakecase "\\xff" | printf "%q"}}|{{snakecase "AB\\xffCd" | printf "%q"}}|{{snakecase "A\\xff\\xffb" | printf "%q"}}|{{snakecase "1\\xff2a" | printf "%q"}}|{{snakecase "_\\xffa" | printf "%q"}}',
    '"a_\ufffdb\ufffd"|"\\xff"|"ab_\ufffdcd"|"a\ufffd\ufffdb"|"1\\xff2a"|"_\\xffa"',
  ],
  ['{{kebabcase "FirstName"}}|{{kebabcase "a_b c"}}|{{kebabcase "Éa b--C!d"}}', 'first-name|a-b-c|éa-b--c!d'],
  ['{{wrap 5 "aaa bbb ccc"}}', 'aaa\nbbb\nccc'],
  [
    '{{wrap 3 "abcdefg hij"}}|{{wrap 0 "a b"}}|{{wrap 3 "a  b   c"}}|{{wrap 2 ""}}|{{wrap 2 "   abc "}}|{{wrap 4 "abcd"}}|{{wrap 4 "abcd "}}|{{wrap 1 "abc"}}',
    'abcdefg\nhij|a\nb|a \nb  \nc||abc\n|abcd|abcd\n|abc',
  ],
  [
    '{{wrapWith 3 "" "abcdefg hij"}}|{{wrapWith 3 "-" "abcdef"}}|{{wrapWith 5 "\\t" "Hello World"}}|{{wrapWith 3 "é" "éé é" | printf "%q"}}',
    'abc\ndef\ng\nhij|abc-def|Hello\tWorld|"é\\xc3é\\xa9éé"',
  ],
  ['{{wrapWith 1 "|" "é" | printf "%q"}}', '"\\xc3|\\xa9"'],
  [
    '{{contains "a" "bab"}}|{{contains "" ""}}|{{contains "\\xa9" "é"}}|{{hasPrefix "\\xc3" "é"}}|{{hasPrefix "b" "ab"}}|{{hasSuffix "\\xa9" "é"}}|{{hasSuffix "b" "ab"}}',
    'true|true|true|true|false|true|true',
  ],
  ['{{repeat 3 "ab"}}|{{repeat 0 "ab"}}|{{repeat 5 ""}}', 'ababab||'],
  ['{{repeat -1 "a"}}', '! strings: negative Repeat count'],
  ['{{repeat 9223372036854775807 "ab"}}', '! strings: Repeat output length overflow'],
  [
    '{{replace " " "-" "a b c"}}|{{replace "" "-" "aé😀"}}|{{replace "a" "$&" "banana"}}|{{replace "x" "y" ""}}|{{replace "" "" "ab"}}',
    'a-b-c|-a-é-😀-|b$&n$&n$&||ab',
  ],
  ['{{replace "\\xa9" "x" "é©" | printf "%q"}}', '"\\xc3x\\xc2x"'],
  ['{{indent 2 "a\\nb\\n"}}|{{nindent 1 "a"}}|{{indent 0 "a\\nb"}}|{{indent 1 ""}}|', '  a\n  b\n  |\n a|a\nb| |'],
  ['{{indent -1 "a"}}', '! strings: negative Repeat count'],
  ['{{nindent -3 "a"}}', '! strings: negative Repeat count'],
  ['{{plural "one" "many" 1}}|{{plural "one" "many" 0}}|{{plural "one" "many" 2}}', 'one|many|many'],
  [
    '{{quote nil 1 "a\\"\\xff\\n" .bytes .strings true}}|{{quote}}|{{quote .missing}}|{{quote 1.5 "é\\u0001"}}',
    '"1" "a\\"\\xff\\n" "hi" "[b a]" "true"|||"1.5" "é\\x01"',
  ],
  ['{{squote nil 1 .bytes "a\'" .n}}|{{squote}}', "'1' '[104 105]' 'a''|"],
  ['{{cat nil 1 "  " .bytes .map}}|{{cat}}|{{cat "a" "b" .missing 3}}', '1    [104 105] map[a:1 b:map[c:2]]||a b 3'],
  [
    '{{join "," .strings}}|{{join "," (list nil 1 "a" .bytes)}}|{{join "," nil}}|{{join "," 5}}|{{join "-" .bytes}}|{{join "," .map}}|{{join "-" .none}}|{{join "," .list}}',
    'b,a|1,a,hi||5|104-105|map[a:1 b:map[c:2]]||1,2,3',
  ],
  [
    '{{toString .bytes}}|{{toString nil}}|{{toString .strings}}|{{toString 1e6}}|{{toString (list nil 1)}}|{{toString true}}|{{toString .labels}}',
    'hi|<nil>|[b a]|1e+06|[<nil> 1]|true|map[a:b]',
  ],
  ['{{hello}}', 'Hello!'],
  ['{{fail "out of luck"}}', '! out of luck'],
  ['{{fail ""}}', '! '],
  ['{{trunc "a" "b"}}', '! expected integer; found "a"'],
  ['{{repeat .num "a"}}', '! wrong type for value; expected int; got int64'],
];
