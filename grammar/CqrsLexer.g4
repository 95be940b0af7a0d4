// The words of the .cqrs language. What is not a word of it still becomes a token, so that the compiler, not the lexer,
// says what is wrong (parse/check_tokens.cpp): no input fails here.
lexer grammar CqrsLexer;

channels { DOCUMENTATION, COMMENTS, IGNORED }

ACCEPTED   : 'accepted' ;
AFTER      : 'after' ;
AGGREGATE  : 'aggregate' ;
ALLOW      : 'allow' ;
AND        : 'and' ;
AS         : 'as' ;
ASC        : 'asc' ;
ASSUMING   : 'assuming' ;
AT         : 'at' ;
BECOMES    : 'becomes' ;
BY         : 'by' ;
CANCEL     : 'cancel' ;
COMMAND    : 'command' ;
CONTEXT    : 'context' ;
CREATE     : 'create' ;
CREATES    : 'creates' ;
DECIMAL    : 'decimal' ;
DELETE     : 'delete' ;
DESC       : 'desc' ;
ELSE       : 'else' ;
EMIT       : 'emit' ;
EMITS      : 'emits' ;
END        : 'end' ;
ENUM       : 'enum' ;
ERROR      : 'error' ;
EVENT      : 'event' ;
EVENTS     : 'events' ;
EVERY      : 'every' ;
EXISTING   : 'existing' ;
EXTERN     : 'extern' ;
FALSE      : 'false' ;
FOR        : 'for' ;
FROM       : 'from' ;
FUNCTION   : 'function' ;
GIVEN      : 'given' ;
GROUP      : 'group' ;
ID         : 'id' ;
IF         : 'if' ;
IGNORE     : 'ignore' ;
IMPORT     : 'import' ;
IN         : 'in' ;
INDEX      : 'index' ;
INLINE     : 'inline' ;
INVARIANT  : 'invariant' ;
LATE       : 'late' ;
LET        : 'let' ;
LIMIT      : 'limit' ;
LIST       : 'list' ;
MAP        : 'map' ;
MATCH      : 'match' ;
MATCHES    : 'matches' ;
MAY        : 'may' ;
NO         : 'no' ;
NONE       : 'none' ;
NOT        : 'not' ;
NOTHING    : 'nothing' ;
ON         : 'on' ;
OR         : 'or' ;
ORDER      : 'order' ;
PROCESS    : 'process' ;
PROJECTION : 'projection' ;
PUBLIC     : 'public' ;
PUBLISH    : 'publish' ;
QUERY      : 'query' ;
REJECTED   : 'rejected' ;
REJECTS    : 'rejects' ;
REQUIRE    : 'require' ;
RETIRED    : 'retired' ;
REVISION   : 'revision' ;
ROLE       : 'role' ;
ROW        : 'row' ;
SCENARIO   : 'scenario' ;
SELECT     : 'select' ;
SEND       : 'send' ;
SET        : 'set' ;
SNAPSHOT   : 'snapshot' ;
START      : 'start' ;
STATE      : 'state' ;
STOP       : 'stop' ;
THEN       : 'then' ;
TIMEOUT    : 'timeout' ;
TO         : 'to' ;
TRUE       : 'true' ;
UNION      : 'union' ;
UNKNOWN    : 'unknown' ;
VALUE      : 'value' ;
WHEN       : 'when' ;
WHERE      : 'where' ;

LBRACE            : '{' ;
RBRACE            : '}' ;
LPAREN            : '(' ;
RPAREN            : ')' ;
LBRACKET          : '[' ;
RBRACKET          : ']' ;
COMMA             : ',' ;
COLON             : ':' ;
DOTDOT            : '..' ;
DOT               : '.' ;
QUESTION_QUESTION : '??' ;
QUESTION          : '?' ;
AT_SIGN           : '@' ;
BAR               : '|' ;
FAT_ARROW         : '=>' ;
ARROW             : '->' ;
EQUAL             : '==' ;
NOT_EQUAL         : '!=' ;
LESS_EQUAL        : '<=' ;
GREATER_EQUAL     : '>=' ;
LESS              : '<' ;
GREATER           : '>' ;
PLUS_ASSIGN       : '+=' ;
MINUS_ASSIGN      : '-=' ;
ASSIGN            : '=' ;
PLUS              : '+' ;
MINUS             : '-' ;
STAR              : '*' ;
SLASH             : '/' ;
PERCENT           : '%' ;

VERSION  : 'v' DIGIT+ ;
DURATION : DIGIT+ ('ns' | 'us' | 'ms' | 's' | 'm' | 'h' | 'd') ;
DECIMAL_NUMBER : DIGIT+ '.' DIGIT+ ;
INTEGER  : DIGIT+ ;
IDENTIFIER : WORD | '`' WORD '`' ;
STRING   : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
// Holes nest three braces deep; the texts in them may hold any braces.
INTERPOLATED : 'f"' (~["\\{}\r\n] | '\\' ~[\r\n] | '{{' | '}}' | HOLE)* '"' ;

DOC        : '///' (~[/\r\n] ~[\r\n]*)? -> channel(DOCUMENTATION) ;
COMMENT    : '//' ~[\r\n]* -> channel(COMMENTS) ;
WHITESPACE : [ \t\r\n]+ -> skip ;

// ------------------------------------------------------------ what people write out of habit, taken for what they mean
BLOCK_COMMENT    : '/*' .*? ('*/' | EOF) -> channel(IGNORED) ;
HASH_COMMENT     : '#' ~[\r\n]* -> channel(IGNORED) ;
SEMICOLON        : ';' -> channel(IGNORED) ;
AND_SIGN         : '&&' -> type(AND) ;
OR_SIGN          : '||' -> type(OR) ;
NOT_SIGN         : '!' -> type(NOT) ;
NOT_EQUAL_SIGN   : '<>' -> type(NOT_EQUAL) ;
IDENTICAL_SIGN   : '===' -> type(EQUAL) ;
ELLIPSIS         : ('...' | '\u2026') -> type(DOTDOT) ;
SCOPE_SIGN       : '::' -> type(DOT) ;
DASH             : [\u2010-\u2015\u2212\uff0d] -> type(MINUS) ;
TIMES_SIGN       : [\u00d7\u22c5\u2217] -> type(STAR) ;
DIVISION_SIGN    : [\u00f7\u2215] -> type(SLASH) ;
NOT_EQUAL_TO     : '\u2260' -> type(NOT_EQUAL) ;
AT_MOST          : '\u2264' -> type(LESS_EQUAL) ;
AT_LEAST         : '\u2265' -> type(GREATER_EQUAL) ;
THIN_ARROW_SIGN  : '\u2192' -> type(ARROW) ;
FAT_ARROW_SIGN   : '\u21d2' -> type(FAT_ARROW) ;
WIDE_COLON       : '\uff1a' -> type(COLON) ;
WIDE_COMMA       : [\uff0c\u3001] -> type(COMMA) ;
WIDE_ASSIGN      : '\uff1d' -> type(ASSIGN) ;
WIDE_LPAREN      : '\uff08' -> type(LPAREN) ;
WIDE_RPAREN      : '\uff09' -> type(RPAREN) ;
WIDE_LBRACE      : '\uff5b' -> type(LBRACE) ;
WIDE_RBRACE      : '\uff5d' -> type(RBRACE) ;
OPEN_STRING      : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? -> type(STRING) ;
SINGLE_QUOTED    : '\'' ~['\r\n]* '\'' -> type(STRING) ;
CURLY_QUOTED     : [\u201c\u201d\u201e] ~[\u201c\u201d\r\n]* [\u201c\u201d] -> type(STRING) ;
CURLY_SINGLE     : [\u2018\u2019\u201a] ~[\u2018\u2019\r\n]* [\u2018\u2019] -> type(STRING) ;
GUILLEMETS       : [\u00ab\u00bb] ~[\u00ab\u00bb\r\n]* [\u00ab\u00bb] -> type(STRING) ;
BARE_DATE        : DIGIT DIGIT DIGIT DIGIT '-' [01] DIGIT '-' [0-3] DIGIT ([Tt] [0-9:.]+ [Zz]?)? -> type(STRING) ;
BARE_UUID        : HEX4 HEX4 '-' HEX4 '-' HEX4 '-' HEX4 '-' HEX4 HEX4 HEX4 -> type(STRING) ;
BAD_INTERPOLATED : 'f"' (~["\r\n])* '"'? -> type(INTERPOLATED) ;
BAD_NUMBER       : DIGIT+ ('.' DIGIT+)? WORD -> type(INTEGER) ;
FOREIGN_WORD     : (LETTER | FOREIGN) (LETTER | DIGIT | FOREIGN)* -> type(IDENTIFIER) ;
OPEN_BACKTICK    : '`' (LETTER | DIGIT | FOREIGN)* '`'? -> type(IDENTIFIER) ;
TEMPLATE_QUOTED  : '`' ~[`\r\n]* '`' -> type(STRING) ;
UNKNOWN_CHARACTER : . -> channel(IGNORED) ;

fragment DIGIT   : [0-9] ;
fragment LETTER  : [A-Za-z_] ;
fragment WORD    : LETTER (LETTER | DIGIT)* ;
fragment HEX4    : HEX HEX HEX HEX ;
fragment HEX     : [0-9A-Fa-f] ;
fragment FOREIGN
    : ~( [\u0000-\u00a0\u00ab\u00bb\u00d7\u00f7\u2000-\u2bff\u3000-\u303f\ufeff]
       | [\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65] )
    ;
fragment HOLE
    : '{' ~[{}"\r\n] (~[{}"\r\n] | STRING | INNER)* '}'
    | '{}'
    | '{' STRING (~[{}"\r\n] | STRING | INNER)* '}'
    ;
fragment INNER   : '{' (~[{}"\r\n] | STRING | INNERMOST)* '}' ;
fragment INNERMOST : '{' (~[{}"\r\n] | STRING)* '}' ;
