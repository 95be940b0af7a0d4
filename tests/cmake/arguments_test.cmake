# What cqrs_add_domain() says to wrong arguments. Needs: work module compiler.

cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${work}")

# expect_refusal(PATTERN CALL): configuring a project with this call fails, and says what matches.
function(expect_refusal pattern call)
  file(WRITE "${work}/CMakeLists.txt"
    "cmake_minimum_required(VERSION 3.25)\nproject(p LANGUAGES NONE)\ninclude(\"${module}\")\n${call}\n")
  file(WRITE "${work}/a.cqrs" "context a\n")
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${work}" -B "${work}/build" "-DCQRS_COMPILER=${compiler}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake breaks long messages into lines
  if(result EQUAL 0)
    message(FATAL_ERROR "accepted: ${call}")
  endif()
  if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "${call}\nshould have said: ${pattern}\nsaid: ${output}")
  endif()
endfunction()

expect_refusal("SOURCES is missing" "cqrs_add_domain(bank)")
expect_refusal("there is no file [^ ]*missing.cqrs" "cqrs_add_domain(bank SOURCES missing.cqrs)")
expect_refusal("unknown: CLT" "cqrs_add_domain(bank SOURCES a.cqrs TESTS CLT)")
expect_refusal("CTL needs the operator.s tool" "cqrs_add_domain(bank SOURCES a.cqrs CTL)")
expect_refusal("nothing follows LOCK" "cqrs_add_domain(bank SOURCES a.cqrs LOCK)")
expect_refusal("LOGIC takes a header and the struct" "cqrs_add_domain(bank SOURCES a.cqrs LOGIC b.hpp)")
expect_refusal("IMPORTS names other, which no" "cqrs_add_domain(bank SOURCES a.cqrs IMPORTS other)")
expect_refusal("IMPORTS names thing, which is no domain"
               "add_custom_target(thing)\ncqrs_add_domain(bank SOURCES a.cqrs IMPORTS thing)")
expect_refusal("cannot be the name of a target" "cqrs_add_domain(a::b SOURCES a.cqrs)")
expect_refusal("there is a target of this name already"
               "add_custom_target(bank)\ncqrs_add_domain(bank SOURCES a.cqrs)")
expect_refusal("there is no line .context NAME. in"
  "file(WRITE \${CMAKE_CURRENT_BINARY_DIR}/b.cqrs \"id X\\n\")\n
   cqrs_add_domain(bank SOURCES \${CMAKE_CURRENT_BINARY_DIR}/b.cqrs)")

file(REMOVE_RECURSE "${work}")
