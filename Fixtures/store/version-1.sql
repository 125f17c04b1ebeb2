PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 the log');
CREATE TABLE dictionary(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, value NOT NULL);
INSERT INTO dictionary VALUES(1,-6267432924020197251,'Planung für Łódź 1');
INSERT INTO dictionary VALUES(2,-6449326469842824593,'Update');
INSERT INTO dictionary VALUES(3,-8336587320795904809,'IPM.Appointment');
INSERT INTO dictionary VALUES(4,-1156469919583775453,'alice@example.com');
INSERT INTO dictionary VALUES(5,-7060265758255221283,'Alice');
INSERT INTO dictionary VALUES(6,-3281169375308563228,'(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb');
INSERT INTO dictionary VALUES(7,-3659457925975077532,'None');
INSERT INTO dictionary VALUES(8,1581321174390507061,'Planung für Łódź 3');
INSERT INTO dictionary VALUES(9,3565370600399959492,'Planung für Łódź 2');
INSERT INTO dictionary VALUES(10,-589906053960858829,'Planung für Łódź 4');
INSERT INTO dictionary VALUES(11,-1239690919054369104,'040000008200E00074C5B7101A82E00807E80117A0B389FC9243DA01000000000000000010000000A2395B91CD412AE6A57FA157E0AF4D01');
INSERT INTO dictionary VALUES(12,8259616374357495296,'Planung für Łódź 5');
INSERT INTO dictionary VALUES(13,-8763599683784933129,'Planung für Łódź 6');
INSERT INTO dictionary VALUES(14,-1088118502301925066,'kZ3qv0Jm1xX8o3w7c1n5v2b4k6d8f0h2j4l6p8r0t2s=');
INSERT INTO dictionary VALUES(15,-5994835657173132232,'external');
INSERT INTO dictionary VALUES(16,-4322116363286310150,'Microsoft System Attendant');
INSERT INTO dictionary VALUES(17,8414143953703463731,'Create');
INSERT INTO dictionary VALUES(18,178649744621799691,'+Z3qv0Jm1xX8o3w7c1n5v2b4k6d8f0h2j4l6p8r0t2s=');
INSERT INTO dictionary VALUES(19,-3477646851890181991,'Weekly');
INSERT INTO dictionary VALUES(20,-7755937212531435703,X'30343330303433302e2e2e');
INSERT INTO dictionary VALUES(21,8035863478876020522,'Planung 1');
CREATE TABLE stream(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, key TEXT NOT NULL);
INSERT INTO stream VALUES(1,-4682601138454831373,'040000008200E00074C5B7101A82E00800000000A0B389FC9243DA01000000000000000010000000A2395B91CD412AE6A57FA157E0AF4D01');
INSERT INTO stream VALUES(2,-2427698917544373469,'040000008200E00074C5B7101A82E00800000000A0B389FC9243DA01000000000000000010000000A2395B91CD412AE6A57FA157E0AF4D03');
INSERT INTO stream VALUES(3,5667790810836033767,'060000008...');
INSERT INTO stream VALUES(4,-413159881551426087,'040000008200E00074C5B7101A82E00800000000A0B389FC9243DA01000000000000000010000000A2395B91CD412AE6A57FA157E0AF4D02');
INSERT INTO stream VALUES(5,8978410058264862445,'040000008200E...');
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, context TEXT NOT NULL);
INSERT INTO source VALUES(1,'row-bad-date.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(2,'values-ids.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(3,'values-unknown-columns.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent;Room;empty_one','\n',char(10)));
INSERT INTO source VALUES(4,'values-dates.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(5,'same-plain.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(6,'values-partner-format.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(7,'row-bad-boolean.csv','calendar',replace('delimiter 59\nmailbox-stated alice@example.com\nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(8,'german.csv','calendar',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)));
INSERT INTO source VALUES(9,'(quarantine, read again)','retry','');
CREATE TABLE quarantine(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, line INTEGER NOT NULL, code TEXT NOT NULL,
  reason TEXT NOT NULL, context TEXT NOT NULL, raw BLOB NOT NULL, identity BLOB NOT NULL UNIQUE);
INSERT INTO quarantine VALUES(1,1,3,'bad-date','Column starttime holds no date that can be read: ISO dates such as 2024-01-31 09:30:00 are, others need --culture.',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)),X'323032342d30312d30322031303a31383a35322e3831323b323032342d30322d33312030393a30303a30303b323032342d30312d32332031303a30303a30303b506c616e756e672066c3bc7220c581c3b364c5ba20323b5570646174653b323032342d30312d30322031303a31383a35322e3732333b49504d2e4170706f696e746d656e743b36303b46616c73653b616c696365406578616d706c652e636f6d3b616c696365406578616d706c652e636f6d3b323b303b46616c73653b416c6963653b313b303430303030303038323030453030303734433542373130314138324530303830303030303030304130423338394643393234334441303130303030303030303030303030303030313030303030303041323339354239314344343132414536413537464131353745304146344430323b323032342d30312d30312030383a30303a30302e3030303b323032342d30312d30322031303a31383a35322e3733303b285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265623b4e6f6e653b3b46616c7365',X'ac93e2966774f56fd30a6623786458808b47edace36c63c47104f72a8b4576b8');
INSERT INTO quarantine VALUES(2,7,3,'bad-boolean','Column isexception holds neither True nor False.',replace('delimiter 59\nmailbox-stated alice@example.com\nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)),X'323032342d30312d30322031303a31383a35322e3831323b323032342d30312d32332030393a30303a30303b323032342d30312d32332031303a30303a30303b506c616e756e672066c3bc7220c581c3b364c5ba20323b5570646174653b323032342d30312d30322031303a31383a35322e3732333b49504d2e4170706f696e746d656e743b36303b46616c73653b616c696365406578616d706c652e636f6d3b616c696365406578616d706c652e636f6d3b323b303b6d617962653b416c6963653b313b303430303030303038323030453030303734433542373130314138324530303830303030303030304130423338394643393234334441303130303030303030303030303030303030313030303030303041323339354239314344343132414536413537464131353745304146344430323b323032342d30312d30312030383a30303a30302e3030303b323032342d30312d30322031303a31383a35322e3733303b285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265623b4e6f6e653b3b46616c7365',X'11d195d5a2bf55e7aa151775aebd78e4bede0c3061393b920009b8b93ecdeb94');
INSERT INTO quarantine VALUES(3,8,3,'bad-date','Column logtime holds no date that can be read: ISO dates such as 2024-01-31 09:30:00 are, others need --culture.',replace('delimiter 59\nmailbox-from-path \nheader logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;appointmentrecurrenceblob;mapiisalldayevent','\n',char(10)),X'33312e30312e323032342030383a30303a30303b323032342d30312d32332030393a30303a30303b323032342d30312d32332031303a30303a30303b506c616e756e672066c3bc7220c581c3b364c5ba20333b5570646174653b323032342d30312d30332031303a31383a35322e3732333b49504d2e4170706f696e746d656e743b36303b46616c73653b616c696365406578616d706c652e636f6d3b616c696365406578616d706c652e636f6d3b333b303b46616c73653b416c6963653b313b303430303030303038323030453030303734433542373130314138324530303830303030303030304130423338394643393234334441303130303030303030303030303030303030313030303030303041323339354239314344343132414536413537464131353745304146344430333b323032342d30312d30312030383a30303a30302e3030303b323032342d30312d30332031303a31383a35322e3733303b285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265623b4e6f6e653b3b46616c7365',X'7466edb8ed8c1d578af882cb968a9045c6e3de697aac2c6a4d3d865b2bf49fc3');
CREATE TABLE quarantine_solved(quarantine INTEGER PRIMARY KEY, batch INTEGER NOT NULL);
INSERT INTO quarantine_solved VALUES(3,9);
CREATE TABLE batch(number INTEGER PRIMARY KEY, source INTEGER NOT NULL, taken_in_at INTEGER NOT NULL,
  rows_read INTEGER NOT NULL, taken INTEGER NOT NULL, duplicate INTEGER NOT NULL, quarantined INTEGER NOT NULL,
  ends_source INTEGER NOT NULL, last_position INTEGER NOT NULL, last_dictionary INTEGER NOT NULL,
  last_stream INTEGER NOT NULL, last_source INTEGER NOT NULL, last_quarantine INTEGER NOT NULL,
  content BLOB NOT NULL, hash BLOB NOT NULL);
INSERT INTO batch VALUES(1,1,1795246688107,3,2,0,1,1,2,8,2,1,1,X'14b527020eaad3251c5eafc7dccc88c05700a38ae8dbe647a51f4cebaecd37ee',X'88002cc48db2b7d863d9708567dafe7a8be850a45da437b143e5f8c346c0003d');
INSERT INTO batch VALUES(2,2,1795246689287,6,6,0,0,1,8,13,3,2,1,X'443501eeace52104a8c687af6888fee61a97b2121b93f69926b8eee35830470b',X'b7652433d1f21382e7d80b0042ab14827764503a9c6691f2b2f94c4af1530a60');
INSERT INTO batch VALUES(3,3,1795246690079,2,2,0,0,1,10,13,4,3,1,X'2e6b080742894527ec22c2fc4cb4e06b8ea8e19081c09a042cd2b867b040f4a8',X'fb5459b021ef42f371ad4ec213c1305ae1d2239fe7bdb649bf1df90550fb13bc');
INSERT INTO batch VALUES(4,4,1795246691095,2,2,0,0,1,12,13,4,4,1,X'7e00184e2c4e724039674a0632eb5240ec022194c6e7907b3c0b1d14de255261',X'1c0b1cc1afa597d1f211d219718c5ed33d2183e88700d3536874f64be916e4df');
INSERT INTO batch VALUES(5,5,1795246692243,3,1,2,0,1,13,13,4,5,1,X'001586f7920921e71fbff5442b080ad9162f5a9b2ab8cd85e806ea6459f1ae2d',X'c59d66417c85c14f1cd70b25ae99ab6ad337d1ac18f1ffed62ef100abb5eff5e');
INSERT INTO batch VALUES(6,6,1795246693391,2,2,0,0,1,15,20,5,6,1,X'd509a192c37d5df7572a4d6e7fd129cdab96a52a8fc0ecff220d68db38bd12b6',X'd51ca34d101675b93ade6ca720853efc3a35178bf4fde7960eadf289d68bf691');
INSERT INTO batch VALUES(7,7,1795246694611,3,2,0,1,1,17,20,5,7,2,X'940797b76b117c38bae1736b7d2a71d5de09bedeac427a872efa7529b2031a7d',X'ce276d157cc56659840531e11a39a0759296de88618b62428da075c2c1bc75f9');
INSERT INTO batch VALUES(8,8,1795246719155,2,1,0,1,1,18,21,5,8,3,X'e58aa3459e689a0a325f66214d3edddcede6afd1b466138bd938793b4f0824d3',X'f23be666b7cf15301f1ad72869ab14348c2b5daa6abe4d6185c8731d6062bf44');
INSERT INTO batch VALUES(9,9,1795246720021,1,1,0,0,1,19,21,5,9,3,X'57bb8d03e034014d4edf39ae1c1bb1f95ac4e559fc7c448a580d9732bead35eb',X'c633f21eed06f6c3afd1180cf6303eb51c45895c6ba0ccc360c7348573fc929c');
CREATE TABLE checkpoint(name TEXT PRIMARY KEY, position INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO checkpoint VALUES('meetings',19,1);
CREATE TABLE calendar_entry(position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, identity_head INTEGER NOT NULL,
  identity_rest BLOB NOT NULL, source INTEGER NOT NULL, line INTEGER NOT NULL, form INTEGER NOT NULL,
  mailbox INTEGER REFERENCES dictionary, logtime INTEGER, starttime INTEGER, endtime INTEGER, normalizedsubject INTEGER REFERENCES dictionary, calendarlogtriggeraction INTEGER REFERENCES dictionary, originallastmodifiedtime INTEGER, itemclass INTEGER REFERENCES dictionary, duration INTEGER, appointmentrecurring INTEGER, sentrepresentingemailaddress INTEGER REFERENCES dictionary, senderemailaddress INTEGER REFERENCES dictionary, itemversion INTEGER, appointmentsequencenumber INTEGER, isexception INTEGER, responsibleusername INTEGER REFERENCES dictionary, appointmentstate INTEGER, globalobjectid INTEGER REFERENCES dictionary, creationtime INTEGER, lastmodifiedtime INTEGER, timezone INTEGER REFERENCES dictionary, recurrencetype INTEGER REFERENCES dictionary, appointmentrecurrenceblob INTEGER REFERENCES dictionary, mapiisalldayevent INTEGER, more TEXT);
INSERT INTO calendar_entry VALUES(1,1,5217709631886935342,X'0db5b3ea8ba2ee8a20145357309ca8f22f9bda67d2b438ab',1,2,2690,NULL,1704104332812,1896067188,3600000,1,2,-89,3,60,0,4,4,1,0,0,5,1,NULL,-8332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(2,2,-5176338030515736388,X'091a7265d2f3604d3acd948d12227501182f7e26b89d37f1',1,4,2690,NULL,1704277132812,1723267188,3600000,8,2,-89,3,60,0,4,4,3,0,0,5,1,NULL,-181132812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(3,1,4973276037301633116,X'5c7bfea5304e9e039ac0ea3a6fc461fa446ab3289d33c82f',2,2,2690,NULL,1704104332812,1896067188,3600000,1,2,-89,3,60,0,4,4,1,0,0,5,1,NULL,-8332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(4,1,-3951313611578096535,X'8be6cf0c79019b45e12937c7c745b0a5ac9734e293a275c2',2,3,2690,NULL,1704190732812,1809667188,3600000,9,2,-89,3,60,0,4,4,2,0,0,5,1,NULL,-94732812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(5,1,-3934046906446231342,X'e4930d26be65d730eda741b1c34054b6076e9dceab4a6201',2,4,2690,NULL,1704277132812,1723267188,3600000,8,2,-89,3,60,0,4,4,3,0,0,5,1,NULL,-181132812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(6,1,-2304157300749852625,X'a71f5ef2a9222ed2f106d2946ce64cae1b70f905152d87a3',2,5,2690,NULL,1704363532812,1636867188,3600000,10,2,-89,3,60,0,4,4,4,0,0,5,1,11,-267532812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(7,1,6664499356637614868,X'b8e2bcce136afd34fcd8bcde426154fd7d1b12c5a84ba315',2,6,2690,NULL,1704449932812,1550467188,3600000,12,2,-89,3,60,0,4,4,5,0,0,5,1,NULL,-353932812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(8,3,-8827853226831151697,X'c7481410837a2377120e05aa0922032fd1d761b85e0eec22',2,7,2690,NULL,1704536332812,1464067188,3600000,13,2,-89,3,60,0,4,4,6,0,0,5,1,NULL,-440332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(9,1,-3305598275058118838,X'168dfacdaedaf36466adff869a87520d7b840477e4135508',3,2,2690,NULL,1704104332812,1896067188,3600000,1,2,-89,3,60,0,4,4,1,0,0,5,1,NULL,-8332812,-82,6,7,NULL,0,'{"room":"B \"12\""}');
INSERT INTO calendar_entry VALUES(10,4,911002728139552424,X'2ab1005eb537396c21ea808be29523591201a05b84deade0',3,3,2690,NULL,1704190732812,1809667188,3600000,9,2,-89,3,60,0,4,4,2,0,0,5,1,NULL,-94732812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(11,1,3290654689699757261,X'd23fbebea6a4193bf19b2182eccbb1cc2b581fdd1be10e89',4,2,2693,NULL,17060004001234567,-1234567,36000000000,1,2,-15534000004567,3,60,0,4,4,1,0,0,5,1,NULL,-19044001234567,-18960673934567,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(12,4,919289004729631709,X'2892a4f12364b419402fe6f169eb31b25031bfeaa8fd13fc',4,3,130,NULL,1704190732812,1777267188,36000000,9,2,-89,3,60,0,4,4,2,0,0,5,1,NULL,NULL,NULL,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(13,4,-923513397586040701,X'829a5d09ebe0bb772b3b4d417140b0e5a6098589a30b2104',5,3,2690,NULL,1704190732812,1809667188,3600000,9,2,-89,3,60,0,4,4,2,0,0,5,1,NULL,-94732812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(14,5,-6153081952878738756,X'2683d3fb05f0eb70dea03eecd6513f1ade62b2e974cd9ac0',6,2,2690,NULL,1704104332812,1896067188,3600000,NULL,2,-89,3,60,0,14,15,1,0,0,16,1,NULL,-8332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(15,5,844305573173599757,X'911c1178087c4fb63f6f722f89e094ac90f27b8ad12b5bd4',6,3,2690,NULL,1704190732812,1809667188,3600000,NULL,17,-89,3,60,1,15,18,2,0,0,5,2,NULL,-94732812,-82,6,19,20,0,NULL);
INSERT INTO calendar_entry VALUES(16,1,4945579375990731560,X'3aaab08cec6a2c3de7f7327e3f71d7e821a7d887338e1967',7,2,2690,4,1704104332812,1896067188,3600000,1,2,-89,3,60,0,4,4,1,0,0,5,1,NULL,-8332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(17,2,-7230156328634150274,X'4423bbf6764efa5f6f3a0bc6c3536f80cb9365aaa9f49bb7',7,4,2690,4,1704277132812,1723267188,3600000,8,2,-89,3,60,0,4,4,3,0,0,5,1,NULL,-181132812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(18,1,6693676826821108859,X'07037a98dee2b714a9226dfc060bdd7a3b1968e55e25f411',8,2,2690,NULL,1704104332812,1896067188,3600000,21,2,-89,3,60,0,4,4,1,0,0,5,1,NULL,-8332812,-82,6,7,NULL,0,NULL);
INSERT INTO calendar_entry VALUES(19,2,-6250443489676789510,X'83a768ba1fa8ebd281a2fa435a40c5057a88804dc42209f7',9,3,2688,NULL,1706688000000,-687600000,3600000,8,2,-2410867277,3,60,0,4,4,3,0,0,5,1,NULL,-2592000000,-2410867270,6,7,NULL,0,NULL);
CREATE TABLE meeting(stream INTEGER PRIMARY KEY, first_start INTEGER NOT NULL, last_start INTEGER NOT NULL,
  status TEXT NOT NULL, organizer TEXT, subject TEXT, participants INTEGER NOT NULL, state BLOB NOT NULL);
INSERT INTO meeting VALUES(1,17060004000000000,17060004000000000,'scheduled','alice@example.com','Planung für Łódź 5',1,X'000122616c696365406578616d706c652e636f6d012c506c616e756e672066c3bc7220c581c3b364c5ba20350280a0cbe4f6fecd3c80c0ee808381ce3c000158285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265620080d3e5e2a2afc53c8efae1e5f6fecd3c000222616c696365406578616d706c652e636f6d00010000');
INSERT INTO meeting VALUES(2,17060004000000000,17060004000000000,'scheduled','alice@example.com','Planung für Łódź 3',1,X'000122616c696365406578616d706c652e636f6d012c506c616e756e672066c3bc7220c581c3b364c5ba20330280a0cbe4f6fecd3c80c0ee808381ce3c000158285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265620080d381b0ed93c63c808098fd948fd13c000222616c696365406578616d706c652e636f6d00010000');
INSERT INTO meeting VALUES(3,17060004000000000,17060004000000000,'scheduled','alice@example.com','Planung für Łódź 6',1,X'000122616c696365406578616d706c652e636f6d012c506c616e756e672066c3bc7220c581c3b364c5ba20360280a0cbe4f6fecd3c80c0ee808381ce3c000158285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265620080d3eba3ddaac73c80d3eba3ddaac73c000222616c696365406578616d706c652e636f6d00010000');
INSERT INTO meeting VALUES(4,17060004000000000,17060004000000000,'scheduled','alice@example.com','Planung für Łódź 2',1,X'000122616c696365406578616d706c652e636f6d012c506c616e756e672066c3bc7220c581c3b364c5ba20320280a0cbe4f6fecd3c80c0ee808381ce3c000158285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265620080d3b389c8e1c53c80d3b389c8e1c53c000222616c696365406578616d706c652e636f6d00010000');
INSERT INTO meeting VALUES(5,17060004000000000,17060004000000000,'scheduled','external',NULL,1,X'00011065787465726e616c000480a0cbe4f6fecd3c80c0ee808381ce3c000158285554432b30313a30302920536172616a65766f2c20536b6f706a652c205761727361772c205a61677265620080d3e5e2a2afc53c80d3b389c8e1c53c0c021065787465726e616c00010000');
CREATE INDEX dictionary_hash ON dictionary(hash);
CREATE INDEX stream_hash ON stream(hash);
CREATE VIEW sources AS SELECT source.id, source.name, source.kind, sum(batch.rows_read) AS rows_read, sum(batch.taken) AS taken,
  sum(batch.duplicate) AS duplicate, sum(batch.quarantined) AS quarantined, max(batch.ends_source) AS complete,
  strftime('%Y-%m-%d %H:%M:%S', max(batch.taken_in_at) / 1000.0, 'unixepoch') AS taken_in_at
FROM source JOIN batch ON batch.source = source.id GROUP BY source.id;
CREATE TRIGGER dictionary_is_not_updated BEFORE UPDATE ON dictionary BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER dictionary_is_not_deleted BEFORE DELETE ON dictionary BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER dictionary_is_not_replaced BEFORE INSERT ON dictionary
WHEN EXISTS (SELECT 1 FROM dictionary WHERE id = new.id) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER stream_is_not_updated BEFORE UPDATE ON stream BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER stream_is_not_deleted BEFORE DELETE ON stream BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER stream_is_not_replaced BEFORE INSERT ON stream
WHEN EXISTS (SELECT 1 FROM stream WHERE id = new.id) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER source_is_not_updated BEFORE UPDATE ON source BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER source_is_not_deleted BEFORE DELETE ON source BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER source_is_not_replaced BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE id = new.id) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_is_not_updated BEFORE UPDATE ON quarantine BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_is_not_deleted BEFORE DELETE ON quarantine BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_is_not_replaced BEFORE INSERT ON quarantine
WHEN EXISTS (SELECT 1 FROM quarantine WHERE id = new.id) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_solved_is_not_updated BEFORE UPDATE ON quarantine_solved BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_solved_is_not_deleted BEFORE DELETE ON quarantine_solved BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER quarantine_solved_is_not_replaced BEFORE INSERT ON quarantine_solved
WHEN EXISTS (SELECT 1 FROM quarantine_solved WHERE quarantine = new.quarantine) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER batch_is_not_updated BEFORE UPDATE ON batch BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER batch_is_not_deleted BEFORE DELETE ON batch BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER batch_is_not_replaced BEFORE INSERT ON batch
WHEN EXISTS (SELECT 1 FROM batch WHERE number = new.number) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE UNIQUE INDEX calendar_entry_stream ON calendar_entry(stream, identity_head);
CREATE TRIGGER calendar_entry_is_not_updated BEFORE UPDATE ON calendar_entry BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER calendar_entry_is_not_deleted BEFORE DELETE ON calendar_entry BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER calendar_entry_is_not_replaced BEFORE INSERT ON calendar_entry
WHEN EXISTS (SELECT 1 FROM calendar_entry WHERE position = new.position) BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER calendar_entry_is_kept_once BEFORE INSERT ON calendar_entry
WHEN EXISTS (SELECT 1 FROM calendar_entry WHERE stream = new.stream AND identity_head = new.identity_head)
  AND NOT EXISTS (SELECT 1 FROM calendar_entry WHERE position = new.position)
BEGIN SELECT raise(IGNORE); END;
CREATE VIEW calendar_entries AS SELECT CASE (e.form >> 1) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN e.logtime / 10000 ELSE e.logtime END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN e.logtime / 10000 ELSE e.logtime END) - (((CASE e.form & 1 WHEN 1 THEN e.logtime / 10000 ELSE e.logtime END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN e.logtime / 10000 ELSE e.logtime END) % 1000) + 1000) % 1000) END AS logtime,
  CASE (e.form >> 3) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN (e.starttime + coalesce(e.logtime, 0)) / 10000 ELSE (e.starttime + coalesce(e.logtime, 0)) END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN (e.starttime + coalesce(e.logtime, 0)) / 10000 ELSE (e.starttime + coalesce(e.logtime, 0)) END) - (((CASE e.form & 1 WHEN 1 THEN (e.starttime + coalesce(e.logtime, 0)) / 10000 ELSE (e.starttime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN (e.starttime + coalesce(e.logtime, 0)) / 10000 ELSE (e.starttime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) END AS starttime,
  CASE (e.form >> 5) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) / 10000 ELSE (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) / 10000 ELSE (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) END) - (((CASE e.form & 1 WHEN 1 THEN (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) / 10000 ELSE (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) / 10000 ELSE (e.endtime + coalesce((e.starttime + coalesce(e.logtime, 0)), 0)) END) % 1000) + 1000) % 1000) END AS endtime,
  (SELECT value FROM dictionary WHERE id = e.normalizedsubject) AS normalizedsubject,
  (SELECT value FROM dictionary WHERE id = e.calendarlogtriggeraction) AS calendarlogtriggeraction,
  CASE (e.form >> 7) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN (e.originallastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.originallastmodifiedtime + coalesce(e.logtime, 0)) END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN (e.originallastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.originallastmodifiedtime + coalesce(e.logtime, 0)) END) - (((CASE e.form & 1 WHEN 1 THEN (e.originallastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.originallastmodifiedtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN (e.originallastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.originallastmodifiedtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) END AS originallastmodifiedtime,
  (SELECT value FROM dictionary WHERE id = e.itemclass) AS itemclass,
  e.duration,
  CASE e.appointmentrecurring WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS appointmentrecurring,
  (SELECT value FROM dictionary WHERE id = e.sentrepresentingemailaddress) AS sentrepresentingemailaddress,
  (SELECT value FROM dictionary WHERE id = e.senderemailaddress) AS senderemailaddress,
  e.itemversion,
  e.appointmentsequencenumber,
  CASE e.isexception WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS isexception,
  (SELECT value FROM dictionary WHERE id = e.responsibleusername) AS responsibleusername,
  e.appointmentstate,
  coalesce((SELECT value FROM dictionary WHERE id = e.globalobjectid), s.key) AS globalobjectid,
  CASE (e.form >> 9) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN (e.creationtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.creationtime + coalesce(e.logtime, 0)) END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN (e.creationtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.creationtime + coalesce(e.logtime, 0)) END) - (((CASE e.form & 1 WHEN 1 THEN (e.creationtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.creationtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN (e.creationtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.creationtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) END AS creationtime,
  CASE (e.form >> 11) & 3 WHEN 0 THEN strftime('%Y-%m-%d %H:%M:%S', (CASE e.form & 1 WHEN 1 THEN (e.lastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.lastmodifiedtime + coalesce(e.logtime, 0)) END) / 1000, 'unixepoch')
  ELSE strftime('%Y-%m-%d %H:%M:%S', ((CASE e.form & 1 WHEN 1 THEN (e.lastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.lastmodifiedtime + coalesce(e.logtime, 0)) END) - (((CASE e.form & 1 WHEN 1 THEN (e.lastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.lastmodifiedtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) / 1000, 'unixepoch')
    || printf('.%03d', (((CASE e.form & 1 WHEN 1 THEN (e.lastmodifiedtime + coalesce(e.logtime, 0)) / 10000 ELSE (e.lastmodifiedtime + coalesce(e.logtime, 0)) END) % 1000) + 1000) % 1000) END AS lastmodifiedtime,
  (SELECT value FROM dictionary WHERE id = e.timezone) AS timezone,
  (SELECT value FROM dictionary WHERE id = e.recurrencetype) AS recurrencetype,
  hex((SELECT value FROM dictionary WHERE id = e.appointmentrecurrenceblob)) AS appointmentrecurrenceblob,
  CASE e.mapiisalldayevent WHEN 1 THEN 'True' WHEN 0 THEN 'False' END AS mapiisalldayevent,
  (SELECT value FROM dictionary WHERE id = e.mailbox) AS mailbox,
  e.more,
  e.position, s.key AS meeting_key, (SELECT name FROM source WHERE id = e.source) AS source, e.line
FROM calendar_entry AS e JOIN stream AS s ON s.id = e.stream;
CREATE VIEW meetings AS SELECT stream.key AS meeting_id, status, organizer, subject, participants,
  strftime('%Y-%m-%d %H:%M:%S', first_start / 10000000, 'unixepoch') AS first_start,
  CASE WHEN last_start < 9223372036854775807 THEN strftime('%Y-%m-%d %H:%M:%S', last_start / 10000000, 'unixepoch') END AS last_start
FROM meeting JOIN stream ON stream.id = meeting.stream;
PRAGMA application_id = 1128352838;
PRAGMA user_version = 1;
COMMIT;
