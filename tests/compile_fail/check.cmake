# Compiles PROGRAM with COMPILER. Its first line says what must come of it:
#   // compiles
#   // first error: TEXT        the first error holds TEXT
#   // fails                    it does not compile; what is said may differ
file(STRINGS "${PROGRAM}" first LIMIT_COUNT 1)
list(TRANSFORM INCLUDES PREPEND "-I")
execute_process(COMMAND "${COMPILER}" -std=c++20 -fsyntax-only ${INCLUDES} "${PROGRAM}"
  RESULT_VARIABLE code ERROR_VARIABLE said OUTPUT_VARIABLE ignored)

if(first STREQUAL "// compiles")
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} must compile:\n${said}")
  endif()
  return()
endif()
if(code EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} compiles, and must not")
endif()
if(first STREQUAL "// fails")
  return()
endif()
if(NOT first MATCHES "^// first error: (.+)$")
  message(FATAL_ERROR "${PROGRAM} does not say in its first line what must come of it")
endif()
set(wanted "${CMAKE_MATCH_1}")
string(FIND "${said}" "error: " at)
string(SUBSTRING "${said}" "${at}" -1 errors)
string(FIND "${errors}" "\n" end)
string(SUBSTRING "${errors}" 0 "${end}" line)
string(FIND "${line}" "${wanted}" found)
if(found EQUAL -1)
  message(FATAL_ERROR "the first error is\n  ${line}\nand does not say\n  ${wanted}\n\n${said}")
endif()
