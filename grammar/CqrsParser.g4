// The grammar of the .cqrs language. No actions, no predicates: what a program means is for the phases after it. It is
// free of conflicts, so SLL prediction accepts what exact LL does.
//
// Each block holds one loop over one kind of item. Items are where reading goes on after a mistake
// (parse/recovery_strategy.cpp), so an item that is new in a block becomes an alternative of the block's item rule.
parser grammar CqrsParser;

options { tokenVocab = CqrsLexer; }

file : contextDeclaration? importDeclaration* declaration* EOF ;

contextDeclaration : 'context' qualifiedName ;
importDeclaration  : 'import' qualifiedName ;

declaration
    : idDeclaration
    | enumDeclaration
    | valueDeclaration
    | unionDeclaration
    | errorDeclaration
    | externFunction
    | eventDeclaration
    | aggregateDeclaration
    | projectionDeclaration
    | queryDeclaration
    | processDeclaration
    | scenarioDeclaration
    ;

// -------------------------------------------------------------------------------------------------- plain declarations

idDeclaration : 'id' IDENTIFIER ('=' type whereClause?)? annotation* ;

enumDeclaration : 'enum' IDENTIFIER '{' enumItem* '}' ;
enumItem        : name '=' INTEGER annotation* ','? ;

valueDeclaration
    : 'value' IDENTIFIER VERSION? '=' type whereClause?     # valueOfType
    | 'value' IDENTIFIER VERSION? '{' valueItem* '}'        # valueRecord
    ;
valueItem : field ','? | invariant | fromBlock ;

unionDeclaration : 'union' IDENTIFIER VERSION? '{' unionItem* '}' ;
unionItem        : alternative ','? | fromBlock ;
alternative      : IDENTIFIER '=' INTEGER '{' fieldItem* '}' ;

errorDeclaration : 'error' IDENTIFIER ('{' fieldItem* '}')? STRING? ;

externFunction : 'extern' 'function' name '(' parameters? ')' '->' type ('revision' INTEGER)? ;
parameters     : parameter (',' parameter)* ;
parameter      : name ':' type ;

fieldItem   : field ','? ;
field       : name ':' type ('=' expression)? (annotation | 'index')* whereClause? ;
whereClause : 'where' expression ;
invariant   : 'invariant' STRING ':' expression ;

annotation         : '@' name ('(' (name '=')? annotationArgument ')')? ;
annotationArgument : STRING | name ;

// --------------------------------------------------------------------------------------------------------------- types

type : typeName VERSION? '?'? ;
typeName
    : 'list' '<' type '>'                     # listType
    | 'set' '<' type '>'                      # setType
    | 'map' '<' type ',' type '>'             # mapType
    | 'decimal' '(' INTEGER ',' INTEGER ')'   # decimalType
    | reference                               # namedType
    ;

// -------------------------------------------------------------------------------------------- events and their history

// An event without its version is read, so that one mistake costs one message and not the event.
eventDeclaration
    : eventHeader '{' eventItem* '}' ('becomes' outcome)?
    ;
eventHeader : ('public' | 'retired')? 'event' IDENTIFIER VERSION? annotation* ;
eventItem : field ','? | fromBlock ;

outcome       : 'nothing' | outcomeEvent (',' outcomeEvent)* | outcomeChoice ;
outcomeEvent  : reference VERSION? initializers? ;
outcomeChoice : 'if' head '{' outcome '}' ('else' (outcomeChoice | '{' outcome '}'))? ;

fromBlock : 'from' VERSION '{' fromItem* '}' ;
fromItem  : statement | unionArm ;
unionArm  : IDENTIFIER '=>' construction ;

made         : reference initializers? ;
initializers : '{' initializerItem* '}' ;
initializerItem : initializer ','? ;
initializer  : name '=' expression ;

// ---------------------------------------------------------------------------------------------------------- aggregates

aggregateDeclaration : aggregateHeader '{' aggregateItem* '}' ;
aggregateHeader      : 'aggregate' IDENTIFIER 'by' reference ;
aggregateItem
    : stateBlock
    | eventDeclaration
    | commandDeclaration
    | eventHandler
    | ignoreClause
    | snapshotPolicy
    ;

stateBlock : 'state' '{' stateItem* '}' ;
stateItem  : field ','? | invariant ;

eventHandler   : 'on' reference block ;
ignoreClause   : 'ignore' reference (',' reference)* ;
snapshotPolicy : 'snapshot' 'every' INTEGER 'events' ;

commandDeclaration : commandHeader '{' commandItem* '}' ;
commandHeader      : 'command' IDENTIFIER existence? 'extern'? annotation* ;
existence          : ('creates' | 'existing' | 'may' 'create') ('else' reference)? ;
commandItem        : field ','? | emitsClause | rejectsClause | statement ;
emitsClause        : 'emits' emittedEvent ('|' emittedEvent)* ;
emittedEvent       : 'nothing' | reference '*'? ;
rejectsClause      : 'rejects' reference ('|' reference)* ;

// --------------------------------------------------------------------------------------------- projections and queries

projectionDeclaration : projectionHeader '{' projectionItem* '}' ;
projectionHeader      : 'projection' IDENTIFIER 'inline'? 'by' parameters ;
projectionItem        : field ','? | rowHandler | unknownIgnored | ignoreClause ;
unknownIgnored        : 'on' 'unknown' 'ignore' ;
rowHandler            : 'on' reference forLoop? atKeys? 'existing'? (block | 'delete') ;
atKeys                : 'at' head (',' head)* ;

queryDeclaration
    : 'query' IDENTIFIER '(' parameters? ')' ('select' initializer (',' initializer)*)? 'from' reference queryClause*
    ;
queryClause
    : whereClause                         # queryWhere
    | 'order' 'by' order (',' order)*     # queryOrder
    | 'limit' sum                         # queryLimit
    | 'group' 'by' expression (',' expression)*   # queryGroup
    ;
order : expression ('asc' | 'desc')? ;

// ----------------------------------------------------------------------------------------------------------- processes

processDeclaration : processHeader '{' processItem* '}' ;
processHeader      : 'process' IDENTIFIER 'by' type ;
processItem        : stateBlock | processHandler | endClause | ignoreClause ;
processHandler
    : 'start' 'on' reference correlation? block      # onStart
    | 'on' 'accepted' name block                     # onAccepted
    | 'on' 'rejected' name block                     # onRejected
    | 'on' 'timeout' name block                      # onTimeout
    | 'on' 'late' reference correlation? block       # onLate
    | 'on' reference correlation? block              # onEvent
    ;
correlation : 'by' path ;
endClause   : 'end' 'on' reference (',' reference)* ;

// ---------------------------------------------------------------------------------------------------------- statements

block : '{' statement* '}' ;
statement
    : letStatement
    | allowStatement
    | requireStatement
    | emitStatement
    | ifStatement
    | forStatement
    | matchStatement
    | sendStatement
    | timeoutStatement
    | cancelStatement
    | publishStatement
    | deleteStatement
    | stopStatement
    | endStatement
    | assignStatement
    ;
letStatement     : 'let' name '=' expression ;
allowStatement   : 'allow' expression ;
requireStatement : 'require' expression 'else' made ;
emitStatement    : 'emit' made ;
ifStatement      : 'if' head block ('else' (ifStatement | block))? ;
forStatement     : forLoop atKeys? block ;
forLoop          : 'for' name (',' name)? 'in' head ;
matchStatement   : 'match' head '{' matchItem* '}' ;
matchItem        : pattern '=>' (block | statement) ','? ;
sendStatement    : 'send' reference 'to' headPostfix initializers ('as' name)? ;
timeoutStatement : 'timeout' name 'after' sum ;
cancelStatement  : 'cancel' name ;
publishStatement : 'publish' made ;
deleteStatement  : 'delete' ;
stopStatement    : 'stop' STRING ;
endStatement     : 'end' ;
assignStatement  : path ('=' | '+=' | '-=') expression ;

pattern     : patternName ('as' name)? | STRING | '-'? INTEGER | 'none' | 'true' | 'false' | 'else' ;
patternName : name ('.' IDENTIFIER)* ;

// ----------------------------------------------------------------------------------------------------------- scenarios

scenarioDeclaration : scenarioHeader '{' scenarioItem* '}' ;
scenarioHeader      : 'scenario' STRING 'for' reference ;
scenarioItem        : assumption | givenClause | whenClause | thenClause ;

assumption  : 'assuming' name '(' arguments? ')' '=' expression ;
givenClause : 'given' givenItem+ ;
givenItem   : streamHistory | happening ;
streamHistory : reference '(' expression ')' '{' historyItem* '}' ;
historyItem : happening ;
happening   : reference VERSION? initializers stamp* ','? ;
stamp       : 'at' STRING | 'by' STRING | 'as' 'role' STRING ;

whenClause
    : 'when' streamHistory                               # whenStream
    | 'when' happening                                   # whenHappening
    | 'when' 'rejected' name ('to' headPostfix)? made    # whenRejected
    | 'when' 'accepted' name ('to' headPostfix)?         # whenAccepted
    | 'when' 'timeout' name                              # whenTimeout
    ;

thenClause : ('then' | 'and') expectation+ ;
expectation
    : 'nothing'                                      # expectNothing
    | 'rejected' made                                # expectRejected
    | 'state' initializers                           # expectState
    | 'row' keyValues? initializers                  # expectRow
    | 'no' 'row' keyValues                           # expectNoRow
    | sendStatement                                  # expectSend
    | timeoutStatement                               # expectTimeout
    | cancelStatement                                # expectCancel
    | 'publish' reference initializers               # expectPublish
    | 'end'                                          # expectEnd
    | 'stop' STRING?                                 # expectStop
    | reference VERSION? initializers ','?           # expectEvent
    ;
keyValues : headPostfix (',' headPostfix)* ;

// --------------------------------------------------------------------------------------------------------- expressions

expression : 'if' expression 'then' expression 'else' expression | disjunction ;
disjunction : conjunction ('or' conjunction)* ;
conjunction : negation ('and' negation)* ;
negation    : 'not' negation | comparison ;
comparison  : coalescing (comparisonOperator coalescing | 'in' coalescing ('..' coalescing)? | 'matches' STRING)? ;
comparisonOperator : '==' | '!=' | '<' | '<=' | '>' | '>=' ;
coalescing  : sum ('??' sum)* ;
sum         : product (('+' | '-') product)* ;
product     : unary (('*' | '/' | '%') unary)* ;
unary       : '-' unary | postfix ;
postfix     : (construction | primary) suffix* ;

construction : reference VERSION? initializers ;
suffix       : '.' name | '[' expression ']' ;
primary
    : INTEGER
    | DECIMAL_NUMBER
    | DURATION
    | STRING
    | INTERPOLATED
    | 'none'
    | 'true'
    | 'false'
    | parenthesized
    | collection
    | matchExpression
    | roleTest
    | matchesIt
    | call
    | name
    ;
parenthesized   : '(' expression ')' ;
collection      : '[' (collectionItem (',' collectionItem)* ','?)? ']' ;
collectionItem  : expression (':' expression)? ;
matchExpression : 'match' head '{' matchExpressionItem* '}' ;
matchExpressionItem : pattern '=>' expression ','? ;
roleTest        : 'role' STRING ;
matchesIt       : 'matches' STRING ;
call            : name '(' arguments? ')' ;
arguments       : argument (',' argument)* ;
argument        : name '=>' expression | expression ;

// Before a block stands a head: an expression in which no construction stands bare.
head : 'if' head 'then' head 'else' head | headDisjunction ;
headDisjunction : headConjunction ('or' headConjunction)* ;
headConjunction : headNegation ('and' headNegation)* ;
headNegation    : 'not' headNegation | headComparison ;
headComparison
    : headCoalescing
      (comparisonOperator headCoalescing | 'in' headCoalescing ('..' headCoalescing)? | 'matches' STRING)?
    ;
headCoalescing  : headSum ('??' headSum)* ;
headSum         : headProduct (('+' | '-') headProduct)* ;
headProduct     : headUnary (('*' | '/' | '%') headUnary)* ;
headUnary       : '-' headUnary | headPostfix ;
headPostfix     : primary suffix* ;

// The expression in a hole of an interpolated text.
hole : expression EOF ;

// --------------------------------------------------------------------------------------------------------------- names

qualifiedName : name ('.' name)* ;
path          : name suffix* ;
// What is declared is never called by a word of the language.
reference     : IDENTIFIER ('.' IDENTIFIER)* ;
name
    : IDENTIFIER | VERSION
    | 'accepted' | 'after' | 'aggregate' | 'allow' | 'as' | 'asc' | 'assuming' | 'at' | 'becomes' | 'by' | 'cancel'
    | 'command' | 'context' | 'create' | 'creates' | 'decimal' | 'delete' | 'desc' | 'emit' | 'emits' | 'end' | 'enum'
    | 'error' | 'event' | 'events' | 'every' | 'existing' | 'extern' | 'for' | 'from' | 'function' | 'given' | 'group'
    | 'id' | 'ignore' | 'import' | 'index' | 'inline' | 'invariant' | 'late' | 'let' | 'limit' | 'list' | 'map'
    | 'matches' | 'may' | 'no' | 'on' | 'order' | 'process' | 'projection' | 'public' | 'publish' | 'query'
    | 'rejected' | 'rejects' | 'require' | 'retired' | 'revision' | 'role' | 'row' | 'scenario' | 'select' | 'send'
    | 'set' | 'snapshot' | 'start' | 'state' | 'stop' | 'timeout' | 'to' | 'union' | 'unknown' | 'value' | 'when'
    | 'where'
    ;
