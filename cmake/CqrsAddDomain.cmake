# cqrs_add_domain(NAME SOURCES a.cqrs… [IMPORTS domain…] [LOGIC header Struct] [TESTS])
#
# Compiles .cqrs files of one context to C++ and makes a library of it, NAME with the alias NAME::NAME. docs/cmake.md is
# the reference. Works where cqrs is part of the build and where it was found as a package, with Ninja and with Make.

include_guard(GLOBAL)

set(CQRS_COMPILER "" CACHE FILEPATH "The cqrsc to run, for cross builds; empty: the one that belongs to cqrs")

function(cqrs_add_domain name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "TESTS" "" "SOURCES;IMPORTS;LOGIC")
  _cqrs_check_arguments()
  if(DEFINED BUILD_TESTING AND NOT BUILD_TESTING)
    set(arg_TESTS FALSE)
  endif()
  _cqrs_find_compiler(compiler compiler_dependency)
  _cqrs_absolute(sources ${arg_SOURCES})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sources})
  _cqrs_scan(context aggregates ${sources})
  _cqrs_import_options(import_options imported_sources ${arg_IMPORTS})

  set(out "${CMAKE_CURRENT_BINARY_DIR}/cqrs/${name}")
  _cqrs_generated_files(headers code "${context}" "${aggregates}")
  set(tests "")
  if(arg_TESTS)
    _cqrs_generated_tests(tests "${context}")
  endif()
  _cqrs_generate()

  _cqrs_add_library()
  if(arg_TESTS)
    _cqrs_add_tests()
  endif()
endfunction()

# What follows is called by cqrs_add_domain() only; the macros among it read its variables.

macro(_cqrs_check_arguments)
  set(where "cqrs_add_domain(${name})")
  if(arg_UNPARSED_ARGUMENTS)
    list(JOIN arg_UNPARSED_ARGUMENTS " " unknown)
    message(FATAL_ERROR "${where}: unknown: ${unknown}. It takes SOURCES, IMPORTS, LOGIC and TESTS.")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "${where}: nothing follows ${arg_KEYWORDS_MISSING_VALUES}.")
  endif()
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "${where}: SOURCES is missing: name the .cqrs files of one context.")
  endif()
  if(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_-]*$")
    message(FATAL_ERROR "${where}: \"${name}\" cannot be the name of a target.")
  endif()
  if(TARGET ${name})
    message(FATAL_ERROR "${where}: there is a target of this name already.")
  endif()
  list(LENGTH arg_LOGIC logic_length)
  if(NOT logic_length MATCHES "^[02]$")
    list(JOIN arg_LOGIC " " logic)
    message(FATAL_ERROR "${where}: LOGIC takes a header and the struct in it, as bank_logic.hpp BankLogic; "
                        "not: ${logic}.")
  endif()
endmacro()

function(_cqrs_absolute result)
  set(paths "")
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    if(NOT EXISTS "${source}")
      message(FATAL_ERROR "cqrs_add_domain(${name}): there is no file ${source}.")
    endif()
    list(APPEND paths "${source}")
  endforeach()
  set(${result} "${paths}" PARENT_SCOPE)
endfunction()

# The program to run, and what a build step must depend on to notice a new one.
function(_cqrs_find_compiler program dependency)
  if(CQRS_COMPILER)
    set(${program} "${CQRS_COMPILER}" PARENT_SCOPE)
    set(${dependency} "${CQRS_COMPILER}" PARENT_SCOPE)
  elseif(TARGET cqrs::cqrsc)
    set(${program} "$<TARGET_FILE:cqrs::cqrsc>" PARENT_SCOPE)
    set(${dependency} "cqrs::cqrsc;$<TARGET_FILE:cqrs::cqrsc>" PARENT_SCOPE)
  else()
    message(FATAL_ERROR "cqrs_add_domain(${name}): no compiler. Set CQRS_COMPILER to the path of a cqrsc that runs "
                        "on this machine, or build cqrs with CQRS_BUILD_GENERATOR=ON.")
  endif()
endfunction()

# Ninja wants to know, before anything runs, which files a step writes. They follow from the context and the names of
# its aggregates, so those are read here by their lines; the compiler is told what was foreseen (--expect-outputs) and
# stops the build if it would write anything else.
function(_cqrs_scan context aggregates)
  set(found_context "")
  set(found_aggregates "")
  foreach(source IN LISTS ARGN)
    file(READ "${source}" text)
    string(REGEX MATCHALL "(^|\n)[ \t]*(aggregate|context)[ \t]+[A-Za-z0-9_.]+" lines "${text}")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^[ \t\n]*([a-z]+)[ \t]+" "\\1;" words "${line}")
      list(GET words 1 declared)
      if(line MATCHES "aggregate[ \t]")
        list(APPEND found_aggregates "${declared}")
      elseif(NOT found_context)
        set(found_context "${declared}")
      endif()
    endforeach()
  endforeach()
  if(NOT found_context)
    list(JOIN ARGN ", " files)
    message(FATAL_ERROR "cqrs_add_domain(${name}): there is no line `context NAME` in ${files}.")
  endif()
  set(${context} "${found_context}" PARENT_SCOPE)
  set(${aggregates} "${found_aggregates}" PARENT_SCOPE)
endfunction()

# AccountStatus → account_status, IBANCheck → iban_check: as the compiler names files.
function(_cqrs_snake_case result name)
  string(REGEX REPLACE "([A-Z]+)([A-Z][a-z])" "\\1_\\2" name "${name}")
  string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1_\\2" name "${name}")
  string(TOLOWER "${name}" name)
  set(${result} "${name}" PARENT_SCOPE)
endfunction()

# The files that the compiler writes for a context, relative to the output directory.
function(_cqrs_generated_files headers code context aggregates)
  string(REPLACE "." "/" folder "${context}")
  cmake_path(GET folder FILENAME last)
  set(fixed fwd types types_views externs history ${last})
  set(hpp fwd.hpp types.hpp types_views.hpp externs.hpp ${last}.hpp)
  set(cpp types.cpp ${last}.cpp)
  foreach(aggregate IN LISTS aggregates)
    _cqrs_snake_case(file "${aggregate}")
    if(file IN_LIST fixed)
      string(APPEND file "_")
    endif()
    list(APPEND hpp ${file}.hpp ${file}_views.hpp)
    list(APPEND cpp ${file}.cpp ${file}_codec.cpp)
  endforeach()
  list(TRANSFORM hpp PREPEND "${folder}/")
  list(TRANSFORM cpp PREPEND "${folder}/")
  set(${headers} "${hpp}" PARENT_SCOPE)
  set(${code} "${cpp}" PARENT_SCOPE)
endfunction()

function(_cqrs_generated_tests tests context)
  string(REPLACE "." "_" stem "${context}")
  set(${tests} "${stem}_scenarios_test.cpp;${stem}_properties_test.cpp" PARENT_SCOPE)
endfunction()

# Where the compiler finds what this context imports: the sources of the domains named by IMPORTS, and of theirs.
function(_cqrs_import_options options imported)
  set(sources "")
  foreach(domain IN LISTS ARGN)
    if(NOT TARGET ${domain})
      message(FATAL_ERROR
        "cqrs_add_domain(${name}): IMPORTS names ${domain}, which no cqrs_add_domain() has added before.")
    endif()
    get_target_property(domain_sources ${domain} CQRS_SOURCES)
    if(NOT domain_sources)
      message(FATAL_ERROR "cqrs_add_domain(${name}): IMPORTS names ${domain}, which is no domain.")
    endif()
    list(APPEND sources ${domain_sources})
  endforeach()
  list(REMOVE_DUPLICATES sources)
  set(${imported} "${sources}" PARENT_SCOPE)
  list(TRANSFORM sources PREPEND "--import;")
  set(${options} "${sources}" PARENT_SCOPE)
endfunction()

# One step writes everything. The compiler leaves alone what has not changed, so that only what depends on a changed
# file is built again; the stamp is what it always touches, and what its dependency file is about.
macro(_cqrs_generate)
  set(stamp "${out}/${name}.stamp")
  set(generated ${headers} ${code})
  list(JOIN generated "$<SEMICOLON>" expected)
  set(options --out "${out}" --depfile "${stamp}.d" --stamp "${stamp}" --expect-outputs "${expected}" ${import_options})
  if(tests)
    list(APPEND options --test-out "${out}.tests")
    if(arg_LOGIC)
      list(APPEND options --logic ${arg_LOGIC})
    endif()
  endif()
  list(TRANSFORM generated PREPEND "${out}/")
  list(TRANSFORM tests PREPEND "${out}.tests/")
  list(TRANSFORM code PREPEND "${out}/")
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS ${generated} ${tests}
    COMMAND "${compiler}" build ${sources} ${options}
    DEPENDS ${sources} ${imported_sources} ${compiler_dependency}
    DEPFILE "${stamp}.d"
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "Compiling the domain ${name}"
    VERBATIM)
  # A target of its own, for Make: what it builds is there before any other target looks at it.
  add_custom_target(${name}_generate DEPENDS "${stamp}")
endmacro()

macro(_cqrs_add_library)
  add_library(${name} STATIC ${code})
  add_library(${name}::${name} ALIAS ${name})
  add_dependencies(${name} ${name}_generate)
  set_target_properties(${name} PROPERTIES CQRS_SOURCES "${sources};${imported_sources}" POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(${name} SYSTEM INTERFACE "$<BUILD_INTERFACE:${out}>")
  target_include_directories(${name} PRIVATE "${out}")
  target_link_libraries(${name} PUBLIC cqrs::aggregate ${arg_IMPORTS})
endmacro()

macro(_cqrs_add_tests)
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${name}_test ${tests})
  add_dependencies(${name}_test ${name}_generate)
  target_link_libraries(${name}_test PRIVATE ${name} cqrs::testing GTest::gtest_main)
  target_include_directories(${name}_test PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST)
  add_test(NAME ${name}_check COMMAND "${compiler}" check ${sources} ${import_options}
           WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  add_test(NAME ${name}_format_check COMMAND "${compiler}" fmt --check ${sources}
           WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
endmacro()
