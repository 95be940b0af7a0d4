# ANTLR: the runtime library, and the tool that turns a grammar into C++ for it.
#
# Found as distributions have them: a program `antlr4` (Debian, Fedora), or a jar named by -DCQRS_ANTLR_JAR=… and Java.
# Up to 4.9 the tool's output works with any runtime since 4.7; from 4.10 on tool and runtime must be of the same
# version.

find_package(antlr4-runtime REQUIRED)

set(CQRS_ANTLR_JAR "" CACHE FILEPATH
    "The ANTLR tool as a jar (antlr-4.x-complete.jar); empty: the program antlr4 is used")
if(CQRS_ANTLR_JAR)
  find_package(Java REQUIRED COMPONENTS Runtime)
  set(CQRS_ANTLR_COMMAND "${Java_JAVA_EXECUTABLE}" -cp "${CQRS_ANTLR_JAR}" org.antlr.v4.Tool)
else()
  find_program(CQRS_ANTLR_TOOL NAMES antlr4 antlr-4 antlr)
  mark_as_advanced(CQRS_ANTLR_TOOL)
  if(NOT CQRS_ANTLR_TOOL)
    message(FATAL_ERROR "The ANTLR tool is missing. Install it (Debian, Ubuntu: apt install antlr4), or give its "
                        "jar with -DCQRS_ANTLR_JAR=/path/to/antlr-4.x-complete.jar (and have Java).")
  endif()
  set(CQRS_ANTLR_COMMAND "${CQRS_ANTLR_TOOL}")
endif()

execute_process(COMMAND ${CQRS_ANTLR_COMMAND} OUTPUT_VARIABLE cqrs_antlr_banner ERROR_VARIABLE cqrs_antlr_errors)
if(NOT cqrs_antlr_banner MATCHES "Version ([0-9]+\\.[0-9]+(\\.[0-9]+)?)")
  message(FATAL_ERROR "The ANTLR tool does not run: ${CQRS_ANTLR_COMMAND}\n${cqrs_antlr_banner}${cqrs_antlr_errors}")
endif()
set(cqrs_antlr_tool_version "${CMAKE_MATCH_1}")
set(cqrs_antlr_runtime_version "${antlr4-runtime_VERSION}")
if(NOT cqrs_antlr_runtime_version)
  set(cqrs_antlr_runtime_version "${ANTLR_VERSION}")
endif()

string(REGEX MATCH "^[0-9]+\\.[0-9]+" cqrs_antlr_tool_minor "${cqrs_antlr_tool_version}")
string(REGEX MATCH "^[0-9]+\\.[0-9]+" cqrs_antlr_runtime_minor "${cqrs_antlr_runtime_version}")
if(cqrs_antlr_tool_version VERSION_LESS 4.7 OR cqrs_antlr_runtime_version VERSION_LESS 4.7)
  set(cqrs_antlr_agrees FALSE)
elseif(cqrs_antlr_tool_version VERSION_LESS 4.10 AND cqrs_antlr_runtime_version VERSION_LESS 4.10)
  set(cqrs_antlr_agrees TRUE)
elseif(cqrs_antlr_tool_minor VERSION_EQUAL cqrs_antlr_runtime_minor)
  set(cqrs_antlr_agrees TRUE)
else()
  set(cqrs_antlr_agrees FALSE)
endif()
if(NOT cqrs_antlr_agrees)
  message(FATAL_ERROR "The ANTLR tool is ${cqrs_antlr_tool_version} and the C++ runtime is "
                      "${cqrs_antlr_runtime_version}: these two cannot work together. "
                      "Give the tool of the runtime's version with "
                      "-DCQRS_ANTLR_JAR=/path/to/"
                      "antlr-${cqrs_antlr_runtime_minor}-complete.jar (4.7 to 4.9 work with each other).")
endif()
message(STATUS "ANTLR: tool ${cqrs_antlr_tool_version}, runtime ${cqrs_antlr_runtime_version}")

# The runtime as one target, with the include directory that Debian's package leaves out.
if(NOT TARGET cqrs_antlr_runtime)
  add_library(cqrs_antlr_runtime INTERFACE)
  if(TARGET antlr4_static)
    target_link_libraries(cqrs_antlr_runtime INTERFACE antlr4_static)
  else()
    target_link_libraries(cqrs_antlr_runtime INTERFACE antlr4_shared)
  endif()
  target_include_directories(cqrs_antlr_runtime SYSTEM INTERFACE "${ANTLR4_INCLUDE_DIR}")
  find_package(Threads REQUIRED)
  target_link_libraries(cqrs_antlr_runtime INTERFACE Threads::Threads)
endif()

# cqrs_antlr_library(TARGET LEXER Lexer.g4 PARSER Parser.g4 NAMESPACE name)
# The lexer and parser of a grammar as a static library; include them as "CqrsLexer.h", "CqrsParser.h".
function(cqrs_antlr_library target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "LEXER;PARSER;NAMESPACE" "")
  cmake_path(GET arg_LEXER STEM lexer)
  cmake_path(GET arg_PARSER STEM parser)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/antlr")
  set(flags -Dlanguage=Cpp -no-listener -no-visitor -Werror -package "${arg_NAMESPACE}")
  file(MAKE_DIRECTORY "${out}")
  add_custom_command(
    OUTPUT "${out}/${lexer}.cpp" "${out}/${lexer}.h" "${out}/${lexer}.tokens"
    COMMAND ${CMAKE_COMMAND} -E copy "${arg_LEXER}" "${out}/${lexer}.g4"
    COMMAND ${CQRS_ANTLR_COMMAND} ${flags} ${lexer}.g4
    DEPENDS "${arg_LEXER}" WORKING_DIRECTORY "${out}" COMMENT "ANTLR: ${lexer}" VERBATIM)
  add_custom_command(
    OUTPUT "${out}/${parser}.cpp" "${out}/${parser}.h"
    COMMAND ${CMAKE_COMMAND} -E copy "${arg_PARSER}" "${out}/${parser}.g4"
    COMMAND ${CQRS_ANTLR_COMMAND} ${flags} ${parser}.g4
    DEPENDS "${arg_PARSER}" "${out}/${lexer}.tokens" WORKING_DIRECTORY "${out}" COMMENT "ANTLR: ${parser}" VERBATIM)
  add_library(${target} STATIC "${out}/${lexer}.cpp" "${out}/${lexer}.h" "${out}/${parser}.cpp" "${out}/${parser}.h")
  # Its output is not ours to style; before 4.10 it holds u8"" literals that it puts into std::string.
  target_compile_options(${target} PRIVATE -w -fno-char8_t)
  target_include_directories(${target} SYSTEM PUBLIC "${out}")
  target_link_libraries(${target} PUBLIC cqrs_antlr_runtime)
  set_target_properties(${target} PROPERTIES CXX_CLANG_TIDY "")
endfunction()
